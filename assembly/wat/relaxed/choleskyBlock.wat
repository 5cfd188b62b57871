 (func $assembly/factor/cholesky/choleskyBlock (param $0 i32) (param $1 i32) (param $2 i32) (result i32)
  (local $3 i32)
  (local $4 i32)
  (local $5 f64)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 v128)
  local.get $2
  i32.const 3
  i32.shl
  i32.const 8
  i32.add
  local.set $9
  loop $for-loop|0
   local.get $0
   local.get $7
   i32.gt_s
   if
    local.get $1
    f64.load
    local.tee $5
    f64.const 0
    f64.gt
    i32.eqz
    if
     local.get $7
     return
    end
    local.get $1
    local.get $5
    f64.sqrt
    local.tee $5
    f64.store
    local.get $0
    local.get $7
    i32.sub
    i32.const 1
    i32.sub
    local.set $10
    i32.const 1
    local.set $4
    loop $for-loop|1
     local.get $4
     local.get $10
     i32.le_s
     if
      local.get $1
      local.get $4
      i32.const 3
      i32.shl
      i32.add
      local.tee $2
      local.get $2
      f64.load
      local.get $5
      f64.div
      f64.store
      local.get $4
      i32.const 1
      i32.add
      local.set $4
      br $for-loop|1
     end
    end
    local.get $1
    local.get $9
    i32.add
    local.set $4
    i32.const 1
    local.set $8
    loop $for-loop|2
     local.get $8
     local.get $10
     i32.le_s
     if
      local.get $4
      local.set $3
      local.get $1
      local.get $8
      i32.const 3
      i32.shl
      i32.add
      local.tee $2
      f64.load
      f64.neg
      local.tee $5
      f64x2.splat
      local.set $11
      local.get $0
      local.get $7
      i32.sub
      local.get $8
      i32.sub
      local.set $6
      loop $for-loop|3
       local.get $6
       i32.const 4
       i32.ge_s
       if
        local.get $3
        local.get $11
        local.get $2
        v128.load
        local.get $3
        v128.load
        f64x2.relaxed_madd
        v128.store
        local.get $3
        local.get $11
        local.get $2
        v128.load offset=16
        local.get $3
        v128.load offset=16
        f64x2.relaxed_madd
        v128.store offset=16
        local.get $2
        i32.const 32
        i32.add
        local.set $2
        local.get $3
        i32.const 32
        i32.add
        local.set $3
        local.get $6
        i32.const 4
        i32.sub
        local.set $6
        br $for-loop|3
       end
      end
      loop $for-loop|4
       local.get $6
       i32.const 0
       i32.gt_s
       if
        local.get $3
        local.get $3
        f64.load
        local.get $5
        local.get $2
        f64.load
        f64.mul
        f64.add
        f64.store
        local.get $2
        i32.const 8
        i32.add
        local.set $2
        local.get $3
        i32.const 8
        i32.add
        local.set $3
        local.get $6
        i32.const 1
        i32.sub
        local.set $6
        br $for-loop|4
       end
      end
      local.get $4
      local.get $9
      i32.add
      local.set $4
      local.get $8
      i32.const 1
      i32.add
      local.set $8
      br $for-loop|2
     end
    end
    local.get $1
    local.get $9
    i32.add
    local.set $1
    local.get $7
    i32.const 1
    i32.add
    local.set $7
    br $for-loop|0
   end
  end
  local.get $0
 )
