 (func $assembly/factor/lu/luPanel (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 f64)
  (local $10 f64)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 v128)
  (local $16 i32)
  (local $17 i32)
  (local $18 f64)
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  local.get $2
  local.set $8
  local.get $3
  i32.const 3
  i32.shl
  local.set $16
  local.get $6
  local.set $11
  local.get $1
  i32.const 1
  i32.add
  i32.const -2
  i32.and
  i32.const 3
  i32.shl
  local.set $20
  local.get $1
  local.get $1
  i32.const 1
  i32.and
  local.tee $14
  i32.sub
  i32.const 3
  i32.shl
  local.set $12
  loop $for-loop|0
   local.get $0
   local.get $21
   i32.gt_s
   if
    i32.const 0
    local.set $17
    loop $for-loop|1
     local.get $12
     local.get $17
     i32.gt_u
     if
      local.get $11
      local.get $17
      i32.add
      local.get $8
      local.get $17
      i32.add
      v128.load
      v128.store
      local.get $17
      i32.const 16
      i32.add
      local.set $17
      br $for-loop|1
     end
    end
    local.get $14
    if
     local.get $11
     local.get $12
     i32.add
     local.get $8
     local.get $12
     i32.add
     f64.load
     f64.store
    end
    local.get $8
    local.get $16
    i32.add
    local.set $8
    local.get $11
    local.get $20
    i32.add
    local.set $11
    local.get $21
    i32.const 1
    i32.add
    local.set $21
    br $for-loop|0
   end
  end
  f64.const -1
  local.set $9
  loop $for-loop|2
   local.get $0
   local.get $13
   i32.gt_s
   if
    local.get $6
    local.get $13
    local.get $20
    i32.mul
    i32.add
    f64.load
    f64.abs
    local.tee $10
    local.get $9
    f64.gt
    if
     local.get $10
     local.set $9
     local.get $13
     local.set $7
    end
    local.get $13
    i32.const 1
    i32.add
    local.set $13
    br $for-loop|2
   end
  end
  loop $for-loop|3
   local.get $1
   local.get $22
   i32.gt_s
   if
    local.get $6
    local.get $20
    local.get $22
    i32.mul
    i32.add
    local.set $12
    local.get $5
    local.get $22
    i32.const 2
    i32.shl
    i32.add
    local.get $4
    local.get $7
    i32.add
    i32.store
    local.get $7
    local.get $22
    i32.ne
    if
     local.get $12
     local.set $8
     local.get $6
     local.get $7
     local.get $20
     i32.mul
     i32.add
     local.set $13
     local.get $1
     local.set $7
     loop $for-loop|4
      local.get $7
      i32.const 2
      i32.ge_s
      if
       local.get $8
       v128.load
       local.set $15
       local.get $8
       local.get $13
       v128.load
       v128.store
       local.get $13
       local.get $15
       v128.store
       local.get $8
       i32.const 16
       i32.add
       local.set $8
       local.get $13
       i32.const 16
       i32.add
       local.set $13
       local.get $7
       i32.const 2
       i32.sub
       local.set $7
       br $for-loop|4
      end
     end
     local.get $7
     i32.const 0
     i32.gt_s
     if
      local.get $8
      f64.load
      local.set $9
      local.get $8
      local.get $13
      f64.load
      f64.store
      local.get $13
      local.get $9
      f64.store
     end
    end
    f64.const 1
    local.get $12
    local.get $22
    i32.const 3
    i32.shl
    i32.add
    f64.load
    local.tee $9
    local.get $9
    f64.const 0
    f64.eq
    select
    local.set $18
    local.get $22
    i32.const 1
    i32.add
    local.tee $7
    i32.const 3
    i32.shl
    local.tee $17
    local.get $22
    i32.const 2
    i32.add
    i32.const -2
    i32.and
    i32.const 3
    i32.shl
    local.tee $11
    i32.ne
    local.set $8
    local.get $1
    local.get $7
    i32.gt_s
    local.get $8
    local.get $8
    select
    local.set $16
    f64.const -1
    local.set $9
    local.get $12
    local.get $20
    i32.add
    local.set $21
    local.get $7
    local.set $8
    loop $for-loop|5
     local.get $0
     local.get $8
     i32.gt_s
     if
      local.get $21
      local.get $22
      i32.const 3
      i32.shl
      i32.add
      local.tee $13
      f64.load
      local.get $18
      f64.div
      local.set $10
      local.get $13
      local.get $10
      f64.store
      local.get $16
      if
       local.get $17
       local.get $21
       i32.add
       local.tee $13
       local.get $13
       f64.load
       local.get $10
       local.get $12
       local.get $17
       i32.add
       f64.load
       f64.mul
       f64.sub
       f64.store
      end
      local.get $10
      f64x2.splat
      local.set $15
      local.get $11
      local.set $13
      loop $for-loop|6
       local.get $13
       local.get $20
       i32.lt_u
       if
        local.get $13
        local.get $21
        i32.add
        local.tee $14
        local.get $14
        v128.load
        local.get $15
        local.get $12
        local.get $13
        i32.add
        v128.load
        f64x2.mul
        f64x2.sub
        v128.store
        local.get $13
        i32.const 16
        i32.add
        local.set $13
        br $for-loop|6
       end
      end
      local.get $22
      i32.const 1
      i32.add
      local.get $1
      i32.lt_s
      if
       local.get $17
       local.get $21
       i32.add
       f64.load
       f64.abs
       local.tee $10
       local.get $9
       f64.gt
       if
        local.get $10
        local.set $9
        local.get $8
        local.set $7
       end
      end
      local.get $20
      local.get $21
      i32.add
      local.set $21
      local.get $8
      i32.const 1
      i32.add
      local.set $8
      br $for-loop|5
     end
    end
    local.get $22
    i32.const 1
    i32.add
    local.set $22
    br $for-loop|3
   end
  end
  local.get $3
  i32.const 3
  i32.shl
  local.set $5
  local.get $1
  local.get $1
  i32.const 1
  i32.and
  local.tee $4
  i32.sub
  i32.const 3
  i32.shl
  local.set $3
  loop $for-loop|7
   local.get $0
   local.get $19
   i32.gt_s
   if
    i32.const 0
    local.set $1
    loop $for-loop|8
     local.get $1
     local.get $3
     i32.lt_u
     if
      local.get $1
      local.get $2
      i32.add
      local.get $1
      local.get $6
      i32.add
      v128.load
      v128.store
      local.get $1
      i32.const 16
      i32.add
      local.set $1
      br $for-loop|8
     end
    end
    local.get $4
    if
     local.get $2
     local.get $3
     i32.add
     local.get $3
     local.get $6
     i32.add
     f64.load
     f64.store
    end
    local.get $6
    local.get $20
    i32.add
    local.set $6
    local.get $2
    local.get $5
    i32.add
    local.set $2
    local.get $19
    i32.const 1
    i32.add
    local.set $19
    br $for-loop|7
   end
  end
 )
