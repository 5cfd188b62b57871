 (func $assembly/gemm/pack/packSliverF32 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32)
  (local $6 i32)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  local.get $4
  i32.const 2
  i32.shl
  local.set $6
  local.get $0
  if
   local.get $1
   i32.const 4
   i32.eq
   if
    i32.const 0
    local.set $0
    loop $for-loop|2
     local.get $0
     local.get $2
     i32.lt_s
     if
      local.get $5
      local.get $3
      v128.load
      v128.store
      local.get $3
      local.get $6
      i32.add
      local.set $3
      local.get $5
      i32.const 16
      i32.add
      local.set $5
      local.get $0
      i32.const 1
      i32.add
      local.set $0
      br $for-loop|2
     end
    end
   else
    i32.const 4
    i32.const 0
    local.get $1
    i32.const 1
    i32.gt_s
    select
    local.set $4
    local.get $1
    i32.const 1
    i32.sub
    i32.const 2
    i32.shl
    local.set $1
    i32.const 0
    local.set $0
    loop $for-loop|3
     local.get $0
     local.get $2
     i32.lt_s
     if
      local.get $5
      local.get $3
      f32.load
      f32.store
      local.get $5
      local.get $3
      local.get $4
      i32.add
      f32.load
      f32.store offset=4
      local.get $5
      local.get $1
      local.get $3
      i32.add
      f32.load
      f32.store offset=8
      local.get $5
      local.get $1
      local.get $3
      i32.add
      f32.load
      f32.store offset=12
      local.get $3
      local.get $6
      i32.add
      local.set $3
      local.get $5
      i32.const 16
      i32.add
      local.set $5
      local.get $0
      i32.const 1
      i32.add
      local.set $0
      br $for-loop|3
     end
    end
   end
  else
   local.get $3
   local.get $6
   i32.add
   local.get $3
   local.get $1
   i32.const 1
   i32.sub
   local.get $6
   i32.mul
   i32.add
   local.tee $0
   local.get $1
   i32.const 1
   i32.gt_s
   select
   local.set $4
   local.get $3
   local.get $6
   i32.const 1
   i32.shl
   i32.add
   local.get $0
   local.get $1
   i32.const 2
   i32.gt_s
   select
   local.set $1
   loop $for-loop|0
    local.get $2
    i32.const 4
    i32.ge_s
    if
     local.get $5
     local.get $3
     v128.load
     local.tee $9
     local.get $4
     v128.load
     local.tee $10
     i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
     local.tee $11
     local.get $1
     v128.load
     local.tee $12
     local.get $0
     v128.load
     local.tee $7
     i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
     local.tee $8
     i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
     v128.store
     local.get $5
     local.get $11
     local.get $8
     i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
     v128.store offset=16
     local.get $5
     local.get $9
     local.get $10
     i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
     local.tee $8
     local.get $12
     local.get $7
     i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
     local.tee $7
     i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
     v128.store offset=32
     local.get $5
     local.get $8
     local.get $7
     i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
     v128.store offset=48
     local.get $3
     i32.const 16
     i32.add
     local.set $3
     local.get $4
     i32.const 16
     i32.add
     local.set $4
     local.get $1
     i32.const 16
     i32.add
     local.set $1
     local.get $0
     i32.const 16
     i32.add
     local.set $0
     local.get $5
     i32.const -64
     i32.sub
     local.set $5
     local.get $2
     i32.const 4
     i32.sub
     local.set $2
     br $for-loop|0
    end
   end
   loop $for-loop|1
    local.get $2
    i32.const 0
    i32.gt_s
    if
     local.get $5
     local.get $3
     f32.load
     f32.store
     local.get $5
     local.get $4
     f32.load
     f32.store offset=4
     local.get $5
     local.get $1
     f32.load
     f32.store offset=8
     local.get $5
     local.get $0
     f32.load
     f32.store offset=12
     local.get $3
     i32.const 4
     i32.add
     local.set $3
     local.get $4
     i32.const 4
     i32.add
     local.set $4
     local.get $1
     i32.const 4
     i32.add
     local.set $1
     local.get $0
     i32.const 4
     i32.add
     local.set $0
     local.get $5
     i32.const 16
     i32.add
     local.set $5
     local.get $2
     i32.const 1
     i32.sub
     local.set $2
     br $for-loop|1
    end
   end
  end
 )
