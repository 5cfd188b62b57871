 (func $assembly/factor/rotations/rotateRows (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 v128)
  (local $13 i32)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 v128)
  (local $23 v128)
  i32.const 2147483647
  local.set $13
  i32.const -1
  local.set $7
  loop $for-loop|0
   local.get $0
   local.get $10
   i32.gt_s
   if
    local.get $13
    local.get $1
    local.get $10
    i32.const 3
    i32.shl
    i32.add
    local.tee $8
    i32.load
    local.tee $9
    local.get $9
    local.get $8
    i32.load offset=4
    i32.add
    local.tee $8
    local.get $8
    local.get $9
    i32.gt_s
    select
    local.tee $11
    local.get $11
    local.get $13
    i32.gt_s
    select
    local.set $13
    local.get $7
    local.get $9
    local.get $8
    local.get $8
    local.get $9
    i32.lt_s
    select
    local.tee $8
    local.get $7
    local.get $8
    i32.gt_s
    select
    local.set $7
    local.get $10
    i32.const 1
    i32.add
    local.set $10
    br $for-loop|0
   end
  end
  local.get $7
  local.get $13
  i32.sub
  i32.const 1
  i32.add
  local.set $8
  local.get $4
  local.get $5
  i32.const 3
  i32.shl
  local.tee $19
  local.get $13
  i32.mul
  i32.add
  local.set $4
  local.get $3
  local.set $9
  loop $for-loop|1
   local.get $8
   i32.const 0
   i32.gt_s
   local.get $9
   i32.const 0
   i32.gt_s
   i32.and
   if
    i32.const 8
    local.get $9
    local.get $9
    i32.const 8
    i32.ge_s
    select
    local.set $21
    local.get $4
    local.set $7
    local.get $6
    local.set $3
    local.get $8
    local.set $5
    loop $for-loop|2
     local.get $5
     i32.const 0
     i32.gt_s
     if
      local.get $21
      i32.const 8
      i32.eq
      if
       local.get $3
       local.get $7
       v128.load
       v128.store
       local.get $3
       local.get $7
       v128.load offset=16
       v128.store offset=16
       local.get $3
       local.get $7
       v128.load offset=32
       v128.store offset=32
       local.get $3
       local.get $7
       v128.load offset=48
       v128.store offset=48
      else
       local.get $3
       i32.const 0
       i32.const 64
       memory.fill
       i32.const 0
       local.set $10
       loop $for-loop|3
        local.get $10
        local.get $21
        i32.lt_s
        if
         local.get $10
         i32.const 3
         i32.shl
         local.tee $11
         local.get $3
         i32.add
         local.get $7
         local.get $11
         i32.add
         f64.load
         f64.store
         local.get $10
         i32.const 1
         i32.add
         local.set $10
         br $for-loop|3
        end
       end
      end
      local.get $7
      local.get $19
      i32.add
      local.set $7
      local.get $3
      i32.const -64
      i32.sub
      local.set $3
      local.get $5
      i32.const 1
      i32.sub
      local.set $5
      br $for-loop|2
     end
    end
    local.get $2
    local.set $5
    i32.const 0
    local.set $10
    loop $for-loop|4
     local.get $0
     local.get $10
     i32.gt_s
     if
      i32.const 64
      i32.const -64
      local.get $1
      local.get $10
      i32.const 3
      i32.shl
      i32.add
      local.tee $3
      i32.load offset=4
      local.tee $7
      i32.const 0
      i32.ge_s
      select
      local.set $20
      local.get $6
      local.get $3
      i32.load
      local.get $13
      i32.sub
      i32.const 6
      i32.shl
      i32.add
      local.tee $3
      v128.load
      local.set $14
      local.get $3
      v128.load offset=16
      local.set $15
      local.get $3
      v128.load offset=32
      local.set $16
      local.get $3
      v128.load offset=48
      local.set $17
      local.get $7
      i32.const 31
      i32.shr_s
      local.tee $11
      local.get $7
      local.get $11
      i32.add
      i32.xor
      local.set $11
      loop $for-loop|5
       local.get $11
       i32.const 0
       i32.gt_s
       if
        local.get $5
        v128.load64_splat offset=8
        local.tee $22
        f64x2.neg
        local.set $18
        local.get $3
        local.get $5
        v128.load64_splat
        local.tee $12
        local.get $14
        f64x2.mul
        local.get $22
        local.get $3
        local.get $20
        i32.add
        local.tee $7
        v128.load
        local.tee $23
        f64x2.mul
        f64x2.add
        v128.store
        local.get $12
        local.get $23
        f64x2.mul
        local.get $18
        local.get $14
        f64x2.mul
        f64x2.add
        local.set $14
        local.get $3
        local.get $12
        local.get $15
        f64x2.mul
        local.get $22
        local.get $7
        v128.load offset=16
        local.tee $23
        f64x2.mul
        f64x2.add
        v128.store offset=16
        local.get $12
        local.get $23
        f64x2.mul
        local.get $18
        local.get $15
        f64x2.mul
        f64x2.add
        local.set $15
        local.get $3
        local.get $12
        local.get $16
        f64x2.mul
        local.get $22
        local.get $7
        v128.load offset=32
        local.tee $23
        f64x2.mul
        f64x2.add
        v128.store offset=32
        local.get $12
        local.get $23
        f64x2.mul
        local.get $18
        local.get $16
        f64x2.mul
        f64x2.add
        local.set $16
        local.get $3
        local.get $12
        local.get $17
        f64x2.mul
        local.get $22
        local.get $7
        v128.load offset=48
        local.tee $22
        f64x2.mul
        f64x2.add
        v128.store offset=48
        local.get $12
        local.get $22
        f64x2.mul
        local.get $18
        local.get $17
        f64x2.mul
        f64x2.add
        local.set $17
        local.get $7
        local.set $3
        local.get $5
        i32.const 16
        i32.add
        local.set $5
        local.get $11
        i32.const 1
        i32.sub
        local.set $11
        br $for-loop|5
       end
      end
      local.get $3
      local.get $14
      v128.store
      local.get $3
      local.get $15
      v128.store offset=16
      local.get $3
      local.get $16
      v128.store offset=32
      local.get $3
      local.get $17
      v128.store offset=48
      local.get $10
      i32.const 1
      i32.add
      local.set $10
      br $for-loop|4
     end
    end
    local.get $6
    local.set $3
    local.get $4
    local.set $7
    local.get $8
    local.set $5
    loop $for-loop|6
     local.get $5
     i32.const 0
     i32.gt_s
     if
      local.get $21
      i32.const 8
      i32.eq
      if
       local.get $7
       local.get $3
       v128.load
       v128.store
       local.get $7
       local.get $3
       v128.load offset=16
       v128.store offset=16
       local.get $7
       local.get $3
       v128.load offset=32
       v128.store offset=32
       local.get $7
       local.get $3
       v128.load offset=48
       v128.store offset=48
      else
       i32.const 0
       local.set $10
       loop $for-loop|7
        local.get $10
        local.get $21
        i32.lt_s
        if
         local.get $10
         i32.const 3
         i32.shl
         local.tee $11
         local.get $7
         i32.add
         local.get $3
         local.get $11
         i32.add
         f64.load
         f64.store
         local.get $10
         i32.const 1
         i32.add
         local.set $10
         br $for-loop|7
        end
       end
      end
      local.get $7
      local.get $19
      i32.add
      local.set $7
      local.get $3
      i32.const -64
      i32.sub
      local.set $3
      local.get $5
      i32.const 1
      i32.sub
      local.set $5
      br $for-loop|6
     end
    end
    local.get $4
    i32.const -64
    i32.sub
    local.set $4
    local.get $9
    i32.const 8
    i32.sub
    local.set $9
    br $for-loop|1
   end
  end
 )
