 (func $assembly/factor/triangular/solveTriangle (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 v128)
  (local $15 i32)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  (local $23 i32)
  (local $24 i32)
  (local $25 i32)
  (local $26 i32)
  (local $27 v128)
  (local $28 v128)
  (local $29 v128)
  (local $30 v128)
  (local $31 v128)
  local.get $8
  local.get $1
  i32.const 3
  i32.add
  i32.const 4
  i32.div_s
  local.tee $13
  local.get $13
  i32.const 1
  i32.add
  i32.mul
  i32.const 6
  i32.shl
  i32.add
  local.set $9
  local.get $8
  local.set $12
  loop $for-loop|0
   local.get $1
   local.get $10
   i32.gt_s
   if
    i32.const 0
    local.set $15
    local.get $10
    i32.const 4
    i32.add
    local.get $1
    i32.le_s
    if
     local.get $3
     local.get $4
     local.get $10
     i32.mul
     i32.add
     local.tee $23
     local.get $4
     i32.add
     local.tee $24
     local.get $4
     i32.add
     local.tee $25
     local.get $4
     i32.add
     local.set $26
     i32.const 0
     local.set $11
     loop $for-loop|1
      local.get $10
      local.get $15
      i32.gt_s
      if
       local.get $12
       local.get $11
       local.get $23
       i32.add
       f64.load
       f64.store
       local.get $12
       local.get $11
       local.get $24
       i32.add
       f64.load
       f64.store offset=8
       local.get $12
       local.get $11
       local.get $25
       i32.add
       f64.load
       f64.store offset=16
       local.get $12
       local.get $11
       local.get $26
       i32.add
       f64.load
       f64.store offset=24
       local.get $12
       i32.const 32
       i32.add
       local.set $12
       local.get $5
       local.get $11
       i32.add
       local.set $11
       local.get $15
       i32.const 1
       i32.add
       local.set $15
       br $for-loop|1
      end
     end
    end
    loop $for-loop|2
     local.get $15
     local.get $10
     i32.const 4
     i32.add
     i32.lt_s
     if
      local.get $10
      local.set $11
      loop $for-loop|3
       local.get $11
       local.get $10
       i32.const 4
       i32.add
       i32.lt_s
       if
        local.get $12
        i32.const 1
        local.get $1
        local.get $11
        i32.le_s
        local.get $0
        select
        i32.const 0
        local.get $11
        local.get $15
        i32.eq
        select
        if (result f64)
         f64.const 1
        else
         local.get $1
         local.get $11
         i32.gt_s
         local.get $11
         local.get $15
         i32.ge_s
         i32.and
         if (result f64)
          local.get $3
          local.get $4
          local.get $11
          i32.mul
          i32.add
          local.get $5
          local.get $15
          i32.mul
          i32.add
          f64.load
         else
          f64.const 0
         end
        end
        f64.store
        local.get $12
        i32.const 8
        i32.add
        local.set $12
        local.get $11
        i32.const 1
        i32.add
        local.set $11
        br $for-loop|3
       end
      end
      local.get $15
      i32.const 1
      i32.add
      local.set $15
      br $for-loop|2
     end
    end
    local.get $10
    i32.const 4
    i32.add
    local.set $10
    br $for-loop|0
   end
  end
  local.get $1
  local.set $0
  loop $for-loop|4
   local.get $0
   local.get $13
   i32.const 2
   i32.shl
   i32.lt_s
   if
    local.get $9
    local.get $0
    i32.const 5
    i32.shl
    i32.add
    i32.const 0
    i32.const 32
    memory.fill
    local.get $0
    i32.const 1
    i32.add
    local.set $0
    br $for-loop|4
   end
  end
  i32.const 0
  local.set $11
  loop $for-loop|5
   local.get $2
   local.get $11
   i32.gt_s
   if
    i32.const 4
    local.get $2
    local.get $11
    i32.sub
    local.tee $0
    local.get $0
    i32.const 4
    i32.gt_s
    select
    local.set $0
    local.get $6
    local.set $3
    local.get $9
    local.set $4
    i32.const 0
    local.set $5
    loop $for-loop|6
     local.get $1
     local.get $5
     i32.gt_s
     if
      local.get $0
      i32.const 4
      i32.eq
      if
       local.get $4
       local.get $3
       v128.load
       v128.store
       local.get $4
       local.get $3
       v128.load offset=16
       v128.store offset=16
      else
       local.get $4
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       v128.store
       local.get $4
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       v128.store offset=16
       i32.const 0
       local.set $10
       loop $for-loop|7
        local.get $0
        local.get $10
        i32.gt_s
        if
         local.get $10
         i32.const 3
         i32.shl
         local.tee $12
         local.get $4
         i32.add
         local.get $3
         local.get $12
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
      local.get $3
      local.get $7
      i32.add
      local.set $3
      local.get $4
      i32.const 32
      i32.add
      local.set $4
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|6
     end
    end
    local.get $8
    local.set $5
    local.get $9
    local.set $10
    local.get $13
    local.set $3
    loop $for-loop|8
     local.get $3
     i32.const 0
     i32.gt_s
     if
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $17
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $14
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $18
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $16
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $19
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $20
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $21
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $22
      local.get $9
      local.set $4
      loop $while-continue|9
       local.get $4
       local.get $10
       i32.ne
       if
        local.get $17
        local.get $5
        v128.load64_splat
        local.tee $27
        local.get $4
        v128.load
        local.tee $28
        f64x2.mul
        f64x2.add
        local.set $17
        local.get $14
        local.get $27
        local.get $4
        v128.load offset=16
        local.tee $27
        f64x2.mul
        f64x2.add
        local.set $14
        local.get $18
        local.get $5
        v128.load64_splat offset=8
        local.tee $29
        local.get $28
        f64x2.mul
        f64x2.add
        local.set $18
        local.get $16
        local.get $29
        local.get $27
        f64x2.mul
        f64x2.add
        local.set $16
        local.get $19
        local.get $5
        v128.load64_splat offset=16
        local.tee $29
        local.get $28
        f64x2.mul
        f64x2.add
        local.set $19
        local.get $20
        local.get $29
        local.get $27
        f64x2.mul
        f64x2.add
        local.set $20
        local.get $21
        local.get $5
        v128.load64_splat offset=24
        local.tee $29
        local.get $28
        f64x2.mul
        f64x2.add
        local.set $21
        local.get $22
        local.get $29
        local.get $27
        f64x2.mul
        f64x2.add
        local.set $22
        local.get $5
        i32.const 32
        i32.add
        local.set $5
        local.get $4
        i32.const 32
        i32.add
        local.set $4
        br $while-continue|9
       end
      end
      local.get $10
      v128.load
      local.get $17
      f64x2.sub
      local.get $5
      v128.load64_splat
      local.tee $17
      f64x2.div
      local.set $27
      local.get $10
      v128.load offset=16
      local.get $14
      f64x2.sub
      local.get $17
      f64x2.div
      local.set $17
      local.get $10
      local.get $27
      v128.store
      local.get $10
      local.get $17
      v128.store offset=16
      local.get $5
      v128.load64_splat offset=16
      local.set $28
      local.get $5
      v128.load64_splat offset=24
      local.set $29
      local.get $10
      v128.load offset=32
      local.get $18
      local.get $5
      v128.load64_splat offset=8
      local.tee $18
      local.get $27
      f64x2.mul
      f64x2.add
      f64x2.sub
      local.get $5
      v128.load64_splat offset=40
      local.tee $30
      f64x2.div
      local.set $14
      local.get $10
      v128.load offset=48
      local.get $16
      local.get $18
      local.get $17
      f64x2.mul
      f64x2.add
      f64x2.sub
      local.get $30
      f64x2.div
      local.set $18
      local.get $10
      local.get $14
      v128.store offset=32
      local.get $10
      local.get $18
      v128.store offset=48
      local.get $5
      v128.load64_splat offset=56
      local.set $30
      local.get $10
      i32.const -64
      i32.sub
      v128.load
      local.get $19
      local.get $28
      local.get $27
      f64x2.mul
      f64x2.add
      local.get $5
      v128.load64_splat offset=48
      local.tee $19
      local.get $14
      f64x2.mul
      f64x2.add
      f64x2.sub
      local.get $5
      v128.load64_splat offset=80
      local.tee $31
      f64x2.div
      local.set $16
      local.get $10
      v128.load offset=80
      local.get $20
      local.get $28
      local.get $17
      f64x2.mul
      f64x2.add
      local.get $19
      local.get $18
      f64x2.mul
      f64x2.add
      f64x2.sub
      local.get $31
      f64x2.div
      local.set $19
      local.get $10
      local.get $16
      v128.store offset=64
      local.get $10
      local.get $19
      v128.store offset=80
      local.get $10
      local.get $10
      v128.load offset=96
      local.get $21
      local.get $29
      local.get $27
      f64x2.mul
      f64x2.add
      local.get $30
      local.get $14
      f64x2.mul
      f64x2.add
      local.get $5
      v128.load64_splat offset=88
      local.tee $14
      local.get $16
      f64x2.mul
      f64x2.add
      f64x2.sub
      local.get $5
      v128.load64_splat offset=120
      local.tee $16
      f64x2.div
      v128.store offset=96
      local.get $10
      local.get $10
      v128.load offset=112
      local.get $22
      local.get $29
      local.get $17
      f64x2.mul
      f64x2.add
      local.get $30
      local.get $18
      f64x2.mul
      f64x2.add
      local.get $14
      local.get $19
      f64x2.mul
      f64x2.add
      f64x2.sub
      local.get $16
      f64x2.div
      v128.store offset=112
      local.get $5
      i32.const 128
      i32.add
      local.set $5
      local.get $10
      i32.const 128
      i32.add
      local.set $10
      local.get $3
      i32.const 1
      i32.sub
      local.set $3
      br $for-loop|8
     end
    end
    local.get $9
    local.set $4
    local.get $6
    local.set $3
    i32.const 0
    local.set $5
    loop $for-loop|10
     local.get $1
     local.get $5
     i32.gt_s
     if
      local.get $0
      i32.const 4
      i32.eq
      if
       local.get $3
       local.get $4
       v128.load
       v128.store
       local.get $3
       local.get $4
       v128.load offset=16
       v128.store offset=16
      else
       i32.const 0
       local.set $10
       loop $for-loop|11
        local.get $0
        local.get $10
        i32.gt_s
        if
         local.get $10
         i32.const 3
         i32.shl
         local.tee $12
         local.get $3
         i32.add
         local.get $4
         local.get $12
         i32.add
         f64.load
         f64.store
         local.get $10
         i32.const 1
         i32.add
         local.set $10
         br $for-loop|11
        end
       end
      end
      local.get $3
      local.get $7
      i32.add
      local.set $3
      local.get $4
      i32.const 32
      i32.add
      local.set $4
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|10
     end
    end
    local.get $6
    i32.const 32
    i32.add
    local.set $6
    local.get $11
    i32.const 4
    i32.add
    local.set $11
    br $for-loop|5
   end
  end
 )
