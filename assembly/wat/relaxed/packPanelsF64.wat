 (func $assembly/gemm/pack/packPanelsF64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  local.get $1
  i32.const 5
  i32.shl
  local.set $17
  local.get $4
  local.tee $10
  i32.const 3
  i32.shl
  local.set $12
  local.get $2
  i32.const 4
  i32.div_s
  local.set $13
  local.get $0
  local.tee $9
  if
   local.get $3
   local.set $4
   local.get $5
   local.set $0
   loop $for-loop|0
    local.get $11
    local.get $13
    i32.lt_s
    if
     local.get $4
     local.set $7
     local.get $4
     local.get $12
     i32.add
     local.set $14
     local.get $4
     local.get $12
     i32.const 1
     i32.shl
     i32.add
     local.set $15
     local.get $4
     local.get $12
     i32.const 3
     i32.mul
     i32.add
     local.set $16
     local.get $0
     local.set $6
     local.get $1
     local.set $8
     loop $for-loop|1
      local.get $8
      i32.const 2
      i32.ge_s
      if
       local.get $15
       v128.load
       local.set $18
       local.get $16
       v128.load
       local.set $19
       local.get $6
       local.get $7
       v128.load
       local.tee $20
       local.get $14
       v128.load
       local.tee $21
       i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
       v128.store
       local.get $6
       local.get $18
       local.get $19
       i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
       v128.store offset=16
       local.get $6
       local.get $20
       local.get $21
       i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
       v128.store offset=32
       local.get $6
       local.get $18
       local.get $19
       i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
       v128.store offset=48
       local.get $7
       i32.const 16
       i32.add
       local.set $7
       local.get $14
       i32.const 16
       i32.add
       local.set $14
       local.get $15
       i32.const 16
       i32.add
       local.set $15
       local.get $16
       i32.const 16
       i32.add
       local.set $16
       local.get $6
       i32.const -64
       i32.sub
       local.set $6
       local.get $8
       i32.const 2
       i32.sub
       local.set $8
       br $for-loop|1
      end
     end
     loop $for-loop|2
      local.get $8
      i32.const 0
      i32.gt_s
      if
       local.get $6
       local.get $7
       f64.load
       f64.store
       local.get $6
       local.get $14
       f64.load
       f64.store offset=8
       local.get $6
       local.get $15
       f64.load
       f64.store offset=16
       local.get $6
       local.get $16
       f64.load
       f64.store offset=24
       local.get $7
       i32.const 8
       i32.add
       local.set $7
       local.get $14
       i32.const 8
       i32.add
       local.set $14
       local.get $15
       i32.const 8
       i32.add
       local.set $15
       local.get $16
       i32.const 8
       i32.add
       local.set $16
       local.get $6
       i32.const 32
       i32.add
       local.set $6
       local.get $8
       i32.const 1
       i32.sub
       local.set $8
       br $for-loop|2
      end
     end
     local.get $4
     local.get $12
     i32.const 2
     i32.shl
     i32.add
     local.set $4
     local.get $0
     local.get $17
     i32.add
     local.set $0
     local.get $11
     i32.const 1
     i32.add
     local.set $11
     br $for-loop|0
    end
   end
  else
   local.get $3
   local.set $0
   loop $for-loop|3
    local.get $6
    i32.const 4
    i32.add
    local.get $1
    i32.le_s
    if
     local.get $0
     local.set $4
     local.get $5
     local.get $6
     i32.const 5
     i32.shl
     i32.add
     local.set $11
     i32.const 0
     local.set $7
     loop $for-loop|4
      local.get $7
      local.get $13
      i32.lt_s
      if
       local.get $11
       local.get $4
       v128.load
       v128.store
       local.get $11
       local.get $4
       v128.load offset=16
       v128.store offset=16
       local.get $11
       local.get $4
       local.get $12
       i32.add
       local.tee $8
       v128.load
       v128.store offset=32
       local.get $11
       local.get $8
       v128.load offset=16
       v128.store offset=48
       local.get $11
       local.get $4
       local.get $12
       i32.const 1
       i32.shl
       i32.add
       local.tee $8
       v128.load
       v128.store offset=64
       local.get $11
       local.get $8
       v128.load offset=16
       v128.store offset=80
       local.get $11
       local.get $8
       local.get $12
       i32.add
       local.tee $8
       v128.load
       v128.store offset=96
       local.get $11
       local.get $8
       v128.load offset=16
       v128.store offset=112
       local.get $4
       i32.const 32
       i32.add
       local.set $4
       local.get $11
       local.get $17
       i32.add
       local.set $11
       local.get $7
       i32.const 1
       i32.add
       local.set $7
       br $for-loop|4
      end
     end
     local.get $0
     local.get $12
     i32.const 2
     i32.shl
     i32.add
     local.set $0
     local.get $6
     i32.const 4
     i32.add
     local.set $6
     br $for-loop|3
    end
   end
   loop $for-loop|5
    local.get $1
    local.get $6
    i32.gt_s
    if
     local.get $0
     local.set $4
     local.get $5
     local.get $6
     i32.const 5
     i32.shl
     i32.add
     local.set $7
     i32.const 0
     local.set $8
     loop $for-loop|6
      local.get $8
      local.get $13
      i32.lt_s
      if
       local.get $7
       local.get $4
       v128.load
       v128.store
       local.get $7
       local.get $4
       v128.load offset=16
       v128.store offset=16
       local.get $4
       i32.const 32
       i32.add
       local.set $4
       local.get $7
       local.get $17
       i32.add
       local.set $7
       local.get $8
       i32.const 1
       i32.add
       local.set $8
       br $for-loop|6
      end
     end
     local.get $0
     local.get $12
     i32.add
     local.set $0
     local.get $6
     i32.const 1
     i32.add
     local.set $6
     br $for-loop|5
    end
   end
  end
  local.get $2
  local.get $13
  i32.const 2
  i32.shl
  i32.sub
  local.tee $6
  i32.const 0
  i32.gt_s
  if
   local.get $13
   local.get $12
   i32.const 2
   i32.shl
   i32.const 32
   local.get $9
   select
   i32.mul
   local.get $3
   i32.add
   local.set $4
   local.get $5
   local.get $13
   local.get $17
   i32.mul
   i32.add
   local.set $5
   i32.const 1
   local.get $10
   local.get $9
   select
   i32.const 3
   i32.shl
   local.set $8
   local.get $10
   i32.const 1
   local.get $9
   select
   i32.const 3
   i32.shl
   local.set $9
   i32.const 0
   local.set $7
   loop $for-loop|7
    local.get $1
    local.get $7
    i32.gt_s
    if
     local.get $5
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     v128.store
     local.get $5
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     v128.store offset=16
     local.get $4
     local.set $3
     local.get $5
     local.set $2
     i32.const 0
     local.set $0
     loop $for-loop|8
      local.get $0
      local.get $6
      i32.lt_s
      if
       local.get $2
       local.get $3
       f64.load
       f64.store
       local.get $3
       local.get $9
       i32.add
       local.set $3
       local.get $2
       i32.const 8
       i32.add
       local.set $2
       local.get $0
       i32.const 1
       i32.add
       local.set $0
       br $for-loop|8
      end
     end
     local.get $4
     local.get $8
     i32.add
     local.set $4
     local.get $5
     i32.const 32
     i32.add
     local.set $5
     local.get $7
     i32.const 1
     i32.add
     local.set $7
     br $for-loop|7
    end
   end
  end
 )
