 (func $assembly/gemm/skinny/skinnyNnF32 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32) (param $9 f32) (param $10 i32) (param $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 v128)
  (local $18 i32)
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 v128)
  (local $27 f32)
  (local $28 f32)
  (local $29 f32)
  (local $30 f32)
  (local $31 f32)
  (local $32 f32)
  (local $33 f32)
  (local $34 v128)
  (local $35 v128)
  (local $36 v128)
  (local $37 v128)
  (local $38 v128)
  (local $39 v128)
  (local $40 v128)
  (local $41 v128)
  (local $42 f32)
  (local $43 f32)
  (local $44 f32)
  (local $45 f32)
  local.get $2
  local.set $14
  local.get $5
  local.set $15
  local.get $8
  i32.const 2
  i32.shl
  local.set $16
  local.get $0
  local.set $2
  local.get $10
  local.set $0
  local.get $9
  f32.const 1
  f32.ne
  if
   loop $for-loop|0
    local.get $2
    local.get $12
    i32.gt_s
    if
     local.get $9
     f32.const 0
     f32.eq
     if
      local.get $0
      i32.const 0
      local.get $1
      i32.const 2
      i32.shl
      memory.fill
     else
      local.get $0
      local.set $5
      local.get $9
      f32x4.splat
      local.set $17
      local.get $1
      local.set $8
      loop $for-loop|1
       local.get $8
       i32.const 8
       i32.ge_s
       if
        local.get $5
        local.get $17
        local.get $5
        v128.load
        f32x4.mul
        v128.store
        local.get $5
        local.get $17
        local.get $5
        v128.load offset=16
        f32x4.mul
        v128.store offset=16
        local.get $5
        i32.const 32
        i32.add
        local.set $5
        local.get $8
        i32.const 8
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
        local.get $5
        local.get $9
        local.get $5
        f32.load
        f32.mul
        f32.store
        local.get $5
        i32.const 4
        i32.add
        local.set $5
        local.get $8
        i32.const 1
        i32.sub
        local.set $8
        br $for-loop|2
       end
      end
     end
     local.get $0
     local.get $11
     i32.const 2
     i32.shl
     i32.add
     local.set $0
     local.get $12
     i32.const 1
     i32.add
     local.set $12
     br $for-loop|0
    end
   end
  end
  local.get $11
  i32.const 2
  i32.shl
  local.set $22
  loop $for-loop|3
   local.get $14
   i32.const 4
   i32.ge_s
   if
    local.get $4
    local.set $8
    local.get $10
    local.set $0
    local.get $2
    local.set $13
    loop $for-loop|4
     local.get $13
     i32.const 2
     i32.ge_s
     if
      local.get $6
      local.get $8
      i32.add
      local.tee $5
      local.get $6
      i32.add
      local.tee $11
      local.get $6
      i32.add
      local.set $12
      local.get $3
      local.get $8
      f32.load
      f32.mul
      local.tee $30
      f32x4.splat
      local.set $38
      local.get $3
      local.get $5
      f32.load
      f32.mul
      local.tee $31
      f32x4.splat
      local.set $39
      local.get $3
      local.get $11
      f32.load
      f32.mul
      local.tee $32
      f32x4.splat
      local.set $40
      local.get $3
      local.get $12
      f32.load
      f32.mul
      local.tee $33
      f32x4.splat
      local.set $41
      local.get $3
      local.get $8
      local.get $15
      i32.add
      f32.load
      f32.mul
      local.tee $42
      f32x4.splat
      local.set $17
      local.get $3
      local.get $5
      local.get $15
      i32.add
      f32.load
      f32.mul
      local.tee $43
      f32x4.splat
      local.set $23
      local.get $3
      local.get $11
      local.get $15
      i32.add
      f32.load
      f32.mul
      local.tee $44
      f32x4.splat
      local.set $24
      local.get $3
      local.get $12
      local.get $15
      i32.add
      f32.load
      f32.mul
      local.tee $45
      f32x4.splat
      local.set $25
      local.get $16
      local.get $7
      local.tee $11
      i32.add
      local.tee $19
      local.get $16
      i32.add
      local.tee $20
      local.get $16
      i32.add
      local.set $21
      local.get $22
      local.get $0
      local.tee $5
      i32.add
      local.set $18
      local.get $1
      local.set $12
      loop $for-loop|5
       local.get $12
       i32.const 4
       i32.ge_s
       if
        local.get $18
        v128.load
        local.get $17
        local.get $11
        v128.load
        local.tee $34
        f32x4.mul
        f32x4.add
        local.get $23
        local.get $19
        v128.load
        local.tee $35
        f32x4.mul
        f32x4.add
        local.get $24
        local.get $20
        v128.load
        local.tee $36
        f32x4.mul
        f32x4.add
        local.get $25
        local.get $21
        v128.load
        local.tee $37
        f32x4.mul
        f32x4.add
        local.set $26
        local.get $5
        local.get $5
        v128.load
        local.get $38
        local.get $34
        f32x4.mul
        f32x4.add
        local.get $39
        local.get $35
        f32x4.mul
        f32x4.add
        local.get $40
        local.get $36
        f32x4.mul
        f32x4.add
        local.get $41
        local.get $37
        f32x4.mul
        f32x4.add
        v128.store
        local.get $18
        local.get $26
        v128.store
        local.get $11
        i32.const 16
        i32.add
        local.set $11
        local.get $19
        i32.const 16
        i32.add
        local.set $19
        local.get $20
        i32.const 16
        i32.add
        local.set $20
        local.get $21
        i32.const 16
        i32.add
        local.set $21
        local.get $5
        i32.const 16
        i32.add
        local.set $5
        local.get $18
        i32.const 16
        i32.add
        local.set $18
        local.get $12
        i32.const 4
        i32.sub
        local.set $12
        br $for-loop|5
       end
      end
      loop $for-loop|6
       local.get $12
       i32.const 0
       i32.gt_s
       if
        local.get $5
        local.get $5
        f32.load
        local.get $30
        local.get $11
        f32.load
        local.tee $9
        f32.mul
        f32.add
        local.get $31
        local.get $19
        f32.load
        local.tee $27
        f32.mul
        f32.add
        local.get $32
        local.get $20
        f32.load
        local.tee $28
        f32.mul
        f32.add
        local.get $33
        local.get $21
        f32.load
        local.tee $29
        f32.mul
        f32.add
        f32.store
        local.get $18
        local.get $18
        f32.load
        local.get $42
        local.get $9
        f32.mul
        f32.add
        local.get $43
        local.get $27
        f32.mul
        f32.add
        local.get $44
        local.get $28
        f32.mul
        f32.add
        local.get $45
        local.get $29
        f32.mul
        f32.add
        f32.store
        local.get $11
        i32.const 4
        i32.add
        local.set $11
        local.get $19
        i32.const 4
        i32.add
        local.set $19
        local.get $20
        i32.const 4
        i32.add
        local.set $20
        local.get $21
        i32.const 4
        i32.add
        local.set $21
        local.get $5
        i32.const 4
        i32.add
        local.set $5
        local.get $18
        i32.const 4
        i32.add
        local.set $18
        local.get $12
        i32.const 1
        i32.sub
        local.set $12
        br $for-loop|6
       end
      end
      local.get $8
      local.get $15
      i32.const 1
      i32.shl
      i32.add
      local.set $8
      local.get $0
      local.get $22
      i32.const 1
      i32.shl
      i32.add
      local.set $0
      local.get $13
      i32.const 2
      i32.sub
      local.set $13
      br $for-loop|4
     end
    end
    local.get $13
    i32.const 0
    i32.gt_s
    if
     local.get $6
     local.get $8
     i32.add
     local.tee $5
     local.get $6
     i32.add
     local.set $11
     local.get $3
     local.get $8
     f32.load
     f32.mul
     local.tee $9
     f32x4.splat
     local.set $17
     local.get $3
     local.get $5
     f32.load
     f32.mul
     local.tee $27
     f32x4.splat
     local.set $23
     local.get $3
     local.get $11
     f32.load
     f32.mul
     local.tee $28
     f32x4.splat
     local.set $24
     local.get $3
     local.get $6
     local.get $11
     i32.add
     f32.load
     f32.mul
     local.tee $29
     f32x4.splat
     local.set $25
     local.get $16
     local.get $16
     local.get $16
     local.get $7
     local.tee $5
     i32.add
     local.tee $11
     i32.add
     local.tee $12
     i32.add
     local.set $13
     local.get $1
     local.set $8
     loop $for-loop|7
      local.get $8
      i32.const 4
      i32.ge_s
      if
       local.get $0
       local.get $0
       v128.load
       local.get $17
       local.get $5
       v128.load
       f32x4.mul
       f32x4.add
       local.get $23
       local.get $11
       v128.load
       f32x4.mul
       f32x4.add
       local.get $24
       local.get $12
       v128.load
       f32x4.mul
       f32x4.add
       local.get $25
       local.get $13
       v128.load
       f32x4.mul
       f32x4.add
       v128.store
       local.get $5
       i32.const 16
       i32.add
       local.set $5
       local.get $11
       i32.const 16
       i32.add
       local.set $11
       local.get $12
       i32.const 16
       i32.add
       local.set $12
       local.get $13
       i32.const 16
       i32.add
       local.set $13
       local.get $0
       i32.const 16
       i32.add
       local.set $0
       local.get $8
       i32.const 4
       i32.sub
       local.set $8
       br $for-loop|7
      end
     end
     loop $for-loop|8
      local.get $8
      i32.const 0
      i32.gt_s
      if
       local.get $0
       local.get $0
       f32.load
       local.get $9
       local.get $5
       f32.load
       f32.mul
       f32.add
       local.get $27
       local.get $11
       f32.load
       f32.mul
       f32.add
       local.get $28
       local.get $12
       f32.load
       f32.mul
       f32.add
       local.get $29
       local.get $13
       f32.load
       f32.mul
       f32.add
       f32.store
       local.get $5
       i32.const 4
       i32.add
       local.set $5
       local.get $11
       i32.const 4
       i32.add
       local.set $11
       local.get $12
       i32.const 4
       i32.add
       local.set $12
       local.get $13
       i32.const 4
       i32.add
       local.set $13
       local.get $0
       i32.const 4
       i32.add
       local.set $0
       local.get $8
       i32.const 1
       i32.sub
       local.set $8
       br $for-loop|8
      end
     end
    end
    local.get $4
    local.get $6
    i32.const 2
    i32.shl
    i32.add
    local.set $4
    local.get $7
    local.get $16
    i32.const 2
    i32.shl
    i32.add
    local.set $7
    local.get $14
    i32.const 4
    i32.sub
    local.set $14
    br $for-loop|3
   end
  end
  loop $for-loop|9
   local.get $14
   i32.const 0
   i32.gt_s
   if
    local.get $4
    local.set $12
    local.get $10
    local.set $0
    i32.const 0
    local.set $13
    loop $for-loop|10
     local.get $2
     local.get $13
     i32.gt_s
     if
      local.get $7
      local.set $8
      local.get $0
      local.set $5
      local.get $3
      local.get $12
      f32.load
      f32.mul
      local.tee $9
      f32x4.splat
      local.set $17
      local.get $1
      local.set $11
      loop $for-loop|11
       local.get $11
       i32.const 4
       i32.ge_s
       if
        local.get $5
        local.get $5
        v128.load
        local.get $17
        local.get $8
        v128.load
        f32x4.mul
        f32x4.add
        v128.store
        local.get $8
        i32.const 16
        i32.add
        local.set $8
        local.get $5
        i32.const 16
        i32.add
        local.set $5
        local.get $11
        i32.const 4
        i32.sub
        local.set $11
        br $for-loop|11
       end
      end
      loop $for-loop|12
       local.get $11
       i32.const 0
       i32.gt_s
       if
        local.get $5
        local.get $5
        f32.load
        local.get $9
        local.get $8
        f32.load
        f32.mul
        f32.add
        f32.store
        local.get $8
        i32.const 4
        i32.add
        local.set $8
        local.get $5
        i32.const 4
        i32.add
        local.set $5
        local.get $11
        i32.const 1
        i32.sub
        local.set $11
        br $for-loop|12
       end
      end
      local.get $12
      local.get $15
      i32.add
      local.set $12
      local.get $0
      local.get $22
      i32.add
      local.set $0
      local.get $13
      i32.const 1
      i32.add
      local.set $13
      br $for-loop|10
     end
    end
    local.get $4
    local.get $6
    i32.add
    local.set $4
    local.get $7
    local.get $16
    i32.add
    local.set $7
    local.get $14
    i32.const 1
    i32.sub
    local.set $14
    br $for-loop|9
   end
  end
 )
