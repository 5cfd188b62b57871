 (func $assembly/gemm/skinnyNn/skinnyNnF32 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32) (param $9 f32) (param $10 i32) (param $11 i32) (param $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  (local $23 v128)
  (local $24 v128)
  (local $25 f32)
  (local $26 v128)
  (local $27 f32)
  (local $28 v128)
  (local $29 f32)
  (local $30 v128)
  (local $31 v128)
  (local $32 v128)
  (local $33 v128)
  (local $34 v128)
  (local $35 v128)
  (local $36 v128)
  (local $37 v128)
  (local $38 v128)
  (local $39 f32)
  (local $40 f32)
  (local $41 f32)
  (local $42 f32)
  (local $43 f32)
  (local $44 f32)
  (local $45 f32)
  (local $46 f32)
  (local $47 i32)
  (local $48 i32)
  (local $49 i32)
  (local $50 i32)
  local.get $2
  local.set $16
  local.get $4
  local.set $15
  local.get $1
  local.tee $14
  i32.const -16
  i32.and
  i32.const 0
  local.get $0
  i32.const 4
  i32.ge_s
  select
  local.set $19
  local.get $10
  local.set $1
  local.get $9
  f32.const 1
  f32.ne
  if
   loop $for-loop|0
    local.get $0
    local.get $13
    i32.gt_s
    if
     local.get $9
     f32.const 0
     f32.eq
     if
      local.get $1
      i32.const 0
      local.get $14
      i32.const 2
      i32.shl
      memory.fill
     else
      local.get $1
      local.set $2
      local.get $9
      f32x4.splat
      local.set $23
      local.get $14
      local.set $4
      loop $for-loop|1
       local.get $4
       i32.const 8
       i32.ge_s
       if
        local.get $2
        local.get $23
        local.get $2
        v128.load
        f32x4.mul
        v128.store
        local.get $2
        local.get $23
        local.get $2
        v128.load offset=16
        f32x4.mul
        v128.store offset=16
        local.get $2
        i32.const 32
        i32.add
        local.set $2
        local.get $4
        i32.const 8
        i32.sub
        local.set $4
        br $for-loop|1
       end
      end
      loop $for-loop|2
       local.get $4
       i32.const 0
       i32.gt_s
       if
        local.get $2
        local.get $9
        local.get $2
        f32.load
        f32.mul
        f32.store
        local.get $2
        i32.const 4
        i32.add
        local.set $2
        local.get $4
        i32.const 1
        i32.sub
        local.set $4
        br $for-loop|2
       end
      end
     end
     local.get $1
     local.get $11
     i32.const 2
     i32.shl
     i32.add
     local.set $1
     local.get $13
     i32.const 1
     i32.add
     local.set $13
     br $for-loop|0
    end
   end
  end
  local.get $7
  local.set $18
  local.get $8
  i32.const 2
  i32.shl
  local.set $50
  local.get $11
  i32.const 2
  i32.shl
  local.set $49
  local.get $16
  local.set $7
  loop $for-loop|3
   local.get $19
   i32.const 0
   i32.gt_s
   local.get $7
   i32.const 0
   i32.gt_s
   i32.and
   if
    local.get $12
    i32.const 128
    local.get $7
    local.get $7
    i32.const 128
    i32.ge_s
    select
    local.tee $17
    i32.const 6
    i32.shl
    i32.add
    local.set $47
    local.get $15
    local.get $16
    local.get $7
    i32.sub
    local.tee $1
    local.get $6
    i32.mul
    i32.add
    local.set $11
    local.get $18
    local.get $1
    local.get $50
    i32.mul
    i32.add
    local.set $21
    local.get $10
    local.set $4
    local.get $19
    local.set $20
    loop $for-loop|4
     local.get $20
     i32.const 0
     i32.gt_s
     if
      local.get $21
      local.set $1
      local.get $12
      local.set $2
      local.get $17
      local.set $13
      loop $for-loop|5
       local.get $13
       i32.const 0
       i32.gt_s
       if
        local.get $2
        local.get $1
        v128.load
        v128.store
        local.get $2
        local.get $1
        v128.load offset=16
        v128.store offset=16
        local.get $2
        local.get $1
        v128.load offset=32
        v128.store offset=32
        local.get $2
        local.get $1
        v128.load offset=48
        v128.store offset=48
        local.get $1
        local.get $50
        i32.add
        local.set $1
        local.get $2
        i32.const -64
        i32.sub
        local.set $2
        local.get $13
        i32.const 1
        i32.sub
        local.set $13
        br $for-loop|5
       end
      end
      local.get $11
      local.set $1
      local.get $4
      local.set $2
      local.get $0
      local.set $22
      loop $for-loop|6
       local.get $22
       i32.const 2
       i32.ge_s
       if
        local.get $12
        local.set $13
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $36
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $35
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $34
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $32
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $31
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $30
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $28
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $33
        local.get $1
        local.set $8
        local.get $1
        local.get $5
        i32.add
        local.set $48
        loop $while-continue|7
         local.get $13
         local.get $47
         i32.ne
         if
          local.get $8
          v128.load32_splat
          local.tee $26
          local.get $13
          v128.load
          local.tee $23
          local.get $36
          f32x4.relaxed_madd
          local.set $36
          local.get $48
          v128.load32_splat
          local.tee $24
          local.get $23
          local.get $31
          f32x4.relaxed_madd
          local.set $31
          local.get $26
          local.get $13
          v128.load offset=16
          local.tee $23
          local.get $35
          f32x4.relaxed_madd
          local.set $35
          local.get $24
          local.get $23
          local.get $30
          f32x4.relaxed_madd
          local.set $30
          local.get $26
          local.get $13
          v128.load offset=32
          local.tee $23
          local.get $34
          f32x4.relaxed_madd
          local.set $34
          local.get $24
          local.get $23
          local.get $28
          f32x4.relaxed_madd
          local.set $28
          local.get $26
          local.get $13
          v128.load offset=48
          local.tee $23
          local.get $32
          f32x4.relaxed_madd
          local.set $32
          local.get $24
          local.get $23
          local.get $33
          f32x4.relaxed_madd
          local.set $33
          local.get $6
          local.get $8
          i32.add
          local.set $8
          local.get $6
          local.get $48
          i32.add
          local.set $48
          local.get $13
          i32.const -64
          i32.sub
          local.set $13
          br $while-continue|7
         end
        end
        local.get $2
        local.get $3
        f32x4.splat
        local.tee $23
        local.get $36
        local.get $2
        v128.load
        f32x4.relaxed_madd
        v128.store
        local.get $2
        local.get $23
        local.get $35
        local.get $2
        v128.load offset=16
        f32x4.relaxed_madd
        v128.store offset=16
        local.get $2
        local.get $23
        local.get $34
        local.get $2
        v128.load offset=32
        f32x4.relaxed_madd
        v128.store offset=32
        local.get $2
        local.get $23
        local.get $32
        local.get $2
        v128.load offset=48
        f32x4.relaxed_madd
        v128.store offset=48
        local.get $2
        local.get $49
        i32.add
        local.tee $8
        local.get $23
        local.get $31
        local.get $8
        v128.load
        f32x4.relaxed_madd
        v128.store
        local.get $8
        local.get $23
        local.get $30
        local.get $8
        v128.load offset=16
        f32x4.relaxed_madd
        v128.store offset=16
        local.get $8
        local.get $23
        local.get $28
        local.get $8
        v128.load offset=32
        f32x4.relaxed_madd
        v128.store offset=32
        local.get $8
        local.get $23
        local.get $33
        local.get $8
        v128.load offset=48
        f32x4.relaxed_madd
        v128.store offset=48
        local.get $1
        local.get $5
        i32.const 1
        i32.shl
        i32.add
        local.set $1
        local.get $2
        local.get $49
        i32.const 1
        i32.shl
        i32.add
        local.set $2
        local.get $22
        i32.const 2
        i32.sub
        local.set $22
        br $for-loop|6
       end
      end
      local.get $22
      i32.const 0
      i32.gt_s
      if
       local.get $1
       local.set $13
       local.get $12
       local.set $1
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $33
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $36
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $35
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $34
       loop $while-continue|8
        local.get $1
        local.get $47
        i32.ne
        if
         local.get $13
         v128.load32_splat
         local.tee $23
         local.get $1
         v128.load
         local.get $33
         f32x4.relaxed_madd
         local.set $33
         local.get $23
         local.get $1
         v128.load offset=16
         local.get $36
         f32x4.relaxed_madd
         local.set $36
         local.get $23
         local.get $1
         v128.load offset=32
         local.get $35
         f32x4.relaxed_madd
         local.set $35
         local.get $23
         local.get $1
         v128.load offset=48
         local.get $34
         f32x4.relaxed_madd
         local.set $34
         local.get $6
         local.get $13
         i32.add
         local.set $13
         local.get $1
         i32.const -64
         i32.sub
         local.set $1
         br $while-continue|8
        end
       end
       local.get $2
       local.get $3
       f32x4.splat
       local.tee $23
       local.get $33
       local.get $2
       v128.load
       f32x4.relaxed_madd
       v128.store
       local.get $2
       local.get $23
       local.get $36
       local.get $2
       v128.load offset=16
       f32x4.relaxed_madd
       v128.store offset=16
       local.get $2
       local.get $23
       local.get $35
       local.get $2
       v128.load offset=32
       f32x4.relaxed_madd
       v128.store offset=32
       local.get $2
       local.get $23
       local.get $34
       local.get $2
       v128.load offset=48
       f32x4.relaxed_madd
       v128.store offset=48
      end
      local.get $21
      i32.const -64
      i32.sub
      local.set $21
      local.get $4
      i32.const -64
      i32.sub
      local.set $4
      local.get $20
      i32.const 16
      i32.sub
      local.set $20
      br $for-loop|4
     end
    end
    local.get $7
    i32.const 128
    i32.sub
    local.set $7
    br $for-loop|3
   end
  end
  local.get $14
  local.get $19
  i32.gt_s
  if
   local.get $0
   local.set $12
   local.get $14
   local.get $19
   i32.sub
   local.set $8
   local.get $15
   local.set $0
   local.get $5
   local.set $14
   local.get $19
   i32.const 2
   i32.shl
   local.tee $1
   local.get $18
   i32.add
   local.set $4
   local.get $1
   local.get $10
   i32.add
   local.set $2
   loop $for-loop|9
    local.get $16
    i32.const 4
    i32.ge_s
    if
     local.get $0
     local.set $11
     local.get $2
     local.set $1
     local.get $12
     local.set $7
     loop $for-loop|10
      local.get $7
      i32.const 2
      i32.ge_s
      if
       local.get $6
       local.get $11
       i32.add
       local.tee $13
       local.get $6
       i32.add
       local.tee $10
       local.get $6
       i32.add
       local.set $5
       local.get $3
       local.get $11
       f32.load
       f32.mul
       local.tee $42
       f32x4.splat
       local.set $36
       local.get $3
       local.get $13
       f32.load
       f32.mul
       local.tee $41
       f32x4.splat
       local.set $35
       local.get $3
       local.get $10
       f32.load
       f32.mul
       local.tee $40
       f32x4.splat
       local.set $34
       local.get $3
       local.get $5
       f32.load
       f32.mul
       local.tee $39
       f32x4.splat
       local.set $33
       local.get $3
       local.get $11
       local.get $14
       i32.add
       f32.load
       f32.mul
       local.tee $29
       f32x4.splat
       local.set $32
       local.get $3
       local.get $13
       local.get $14
       i32.add
       f32.load
       f32.mul
       local.tee $27
       f32x4.splat
       local.set $31
       local.get $3
       local.get $10
       local.get $14
       i32.add
       f32.load
       f32.mul
       local.tee $25
       f32x4.splat
       local.set $30
       local.get $3
       local.get $5
       local.get $14
       i32.add
       f32.load
       f32.mul
       local.tee $9
       f32x4.splat
       local.set $28
       local.get $50
       local.get $50
       local.get $50
       local.get $4
       local.tee $5
       i32.add
       local.tee $22
       i32.add
       local.tee $21
       i32.add
       local.set $20
       local.get $1
       local.set $10
       local.get $1
       local.get $49
       i32.add
       local.set $15
       local.get $8
       local.set $13
       loop $for-loop|11
        local.get $13
        i32.const 4
        i32.ge_s
        if
         local.get $30
         local.get $21
         v128.load
         local.tee $26
         local.get $31
         local.get $22
         v128.load
         local.tee $24
         local.get $32
         local.get $5
         v128.load
         local.tee $38
         local.get $15
         v128.load
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         local.set $23
         local.get $10
         local.get $33
         local.get $20
         v128.load
         local.tee $37
         local.get $34
         local.get $26
         local.get $35
         local.get $24
         local.get $36
         local.get $38
         local.get $10
         v128.load
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         v128.store
         local.get $15
         local.get $28
         local.get $37
         local.get $23
         f32x4.relaxed_madd
         v128.store
         local.get $5
         i32.const 16
         i32.add
         local.set $5
         local.get $22
         i32.const 16
         i32.add
         local.set $22
         local.get $21
         i32.const 16
         i32.add
         local.set $21
         local.get $20
         i32.const 16
         i32.add
         local.set $20
         local.get $10
         i32.const 16
         i32.add
         local.set $10
         local.get $15
         i32.const 16
         i32.add
         local.set $15
         local.get $13
         i32.const 4
         i32.sub
         local.set $13
         br $for-loop|11
        end
       end
       loop $for-loop|12
        local.get $13
        i32.const 0
        i32.gt_s
        if
         local.get $10
         local.get $10
         f32.load
         local.get $42
         local.get $5
         f32.load
         local.tee $46
         f32.mul
         f32.add
         local.get $41
         local.get $22
         f32.load
         local.tee $45
         f32.mul
         f32.add
         local.get $40
         local.get $21
         f32.load
         local.tee $44
         f32.mul
         f32.add
         local.get $39
         local.get $20
         f32.load
         local.tee $43
         f32.mul
         f32.add
         f32.store
         local.get $15
         local.get $15
         f32.load
         local.get $29
         local.get $46
         f32.mul
         f32.add
         local.get $27
         local.get $45
         f32.mul
         f32.add
         local.get $25
         local.get $44
         f32.mul
         f32.add
         local.get $9
         local.get $43
         f32.mul
         f32.add
         f32.store
         local.get $5
         i32.const 4
         i32.add
         local.set $5
         local.get $22
         i32.const 4
         i32.add
         local.set $22
         local.get $21
         i32.const 4
         i32.add
         local.set $21
         local.get $20
         i32.const 4
         i32.add
         local.set $20
         local.get $10
         i32.const 4
         i32.add
         local.set $10
         local.get $15
         i32.const 4
         i32.add
         local.set $15
         local.get $13
         i32.const 1
         i32.sub
         local.set $13
         br $for-loop|12
        end
       end
       local.get $11
       local.get $14
       i32.const 1
       i32.shl
       i32.add
       local.set $11
       local.get $1
       local.get $49
       i32.const 1
       i32.shl
       i32.add
       local.set $1
       local.get $7
       i32.const 2
       i32.sub
       local.set $7
       br $for-loop|10
      end
     end
     local.get $7
     i32.const 0
     i32.gt_s
     if
      local.get $6
      local.get $11
      i32.add
      local.tee $7
      local.get $6
      i32.add
      local.set $5
      local.get $3
      local.get $11
      f32.load
      f32.mul
      local.tee $29
      f32x4.splat
      local.set $28
      local.get $3
      local.get $7
      f32.load
      f32.mul
      local.tee $27
      f32x4.splat
      local.set $26
      local.get $3
      local.get $5
      f32.load
      f32.mul
      local.tee $25
      f32x4.splat
      local.set $24
      local.get $3
      local.get $5
      local.get $6
      i32.add
      f32.load
      f32.mul
      local.tee $9
      f32x4.splat
      local.set $23
      local.get $8
      i32.const -4
      i32.and
      i32.const 2
      i32.shl
      local.tee $10
      local.get $1
      i32.add
      local.set $5
      local.get $4
      local.set $15
      local.get $50
      local.get $50
      local.get $4
      local.get $50
      i32.add
      local.tee $7
      i32.add
      local.tee $22
      i32.add
      local.set $21
      loop $while-continue|13
       local.get $1
       local.get $5
       i32.ne
       if
        block $while-break|13
         local.get $1
         local.get $23
         local.get $21
         v128.load
         local.get $24
         local.get $22
         v128.load
         local.get $26
         local.get $7
         v128.load
         local.get $28
         local.get $15
         v128.load
         local.get $1
         v128.load
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         v128.store
         local.get $1
         i32.const 16
         i32.add
         local.get $5
         i32.eq
         br_if $while-break|13
         local.get $1
         local.get $23
         local.get $21
         v128.load offset=16
         local.get $24
         local.get $22
         v128.load offset=16
         local.get $26
         local.get $7
         v128.load offset=16
         local.get $28
         local.get $15
         v128.load offset=16
         local.get $1
         v128.load offset=16
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         f32x4.relaxed_madd
         v128.store offset=16
         local.get $15
         i32.const 32
         i32.add
         local.set $15
         local.get $7
         i32.const 32
         i32.add
         local.set $7
         local.get $22
         i32.const 32
         i32.add
         local.set $22
         local.get $21
         i32.const 32
         i32.add
         local.set $21
         local.get $1
         i32.const 32
         i32.add
         local.set $1
         br $while-continue|13
        end
       end
      end
      local.get $5
      local.set $1
      local.get $50
      local.get $50
      local.get $50
      local.get $4
      local.get $10
      i32.add
      local.tee $10
      i32.add
      local.tee $11
      i32.add
      local.tee $5
      i32.add
      local.set $7
      local.get $8
      i32.const 3
      i32.and
      local.set $13
      loop $for-loop|14
       local.get $13
       i32.const 0
       i32.gt_s
       if
        local.get $1
        local.get $1
        f32.load
        local.get $29
        local.get $10
        f32.load
        f32.mul
        f32.add
        local.get $27
        local.get $11
        f32.load
        f32.mul
        f32.add
        local.get $25
        local.get $5
        f32.load
        f32.mul
        f32.add
        local.get $9
        local.get $7
        f32.load
        f32.mul
        f32.add
        f32.store
        local.get $10
        i32.const 4
        i32.add
        local.set $10
        local.get $11
        i32.const 4
        i32.add
        local.set $11
        local.get $5
        i32.const 4
        i32.add
        local.set $5
        local.get $7
        i32.const 4
        i32.add
        local.set $7
        local.get $1
        i32.const 4
        i32.add
        local.set $1
        local.get $13
        i32.const 1
        i32.sub
        local.set $13
        br $for-loop|14
       end
      end
     end
     local.get $0
     local.get $6
     i32.const 2
     i32.shl
     i32.add
     local.set $0
     local.get $4
     local.get $50
     i32.const 2
     i32.shl
     i32.add
     local.set $4
     local.get $16
     i32.const 4
     i32.sub
     local.set $16
     br $for-loop|9
    end
   end
   loop $for-loop|15
    local.get $16
    i32.const 0
    i32.gt_s
    if
     local.get $0
     local.set $13
     local.get $2
     local.set $1
     i32.const 0
     local.set $7
     loop $for-loop|16
      local.get $7
      local.get $12
      i32.lt_s
      if
       local.get $4
       local.set $11
       local.get $1
       local.set $10
       local.get $3
       local.get $13
       f32.load
       f32.mul
       local.tee $9
       f32x4.splat
       local.set $23
       local.get $8
       local.set $5
       loop $for-loop|17
        local.get $5
        i32.const 4
        i32.ge_s
        if
         local.get $10
         local.get $23
         local.get $11
         v128.load
         local.get $10
         v128.load
         f32x4.relaxed_madd
         v128.store
         local.get $11
         i32.const 16
         i32.add
         local.set $11
         local.get $10
         i32.const 16
         i32.add
         local.set $10
         local.get $5
         i32.const 4
         i32.sub
         local.set $5
         br $for-loop|17
        end
       end
       loop $for-loop|18
        local.get $5
        i32.const 0
        i32.gt_s
        if
         local.get $10
         local.get $10
         f32.load
         local.get $9
         local.get $11
         f32.load
         f32.mul
         f32.add
         f32.store
         local.get $11
         i32.const 4
         i32.add
         local.set $11
         local.get $10
         i32.const 4
         i32.add
         local.set $10
         local.get $5
         i32.const 1
         i32.sub
         local.set $5
         br $for-loop|18
        end
       end
       local.get $13
       local.get $14
       i32.add
       local.set $13
       local.get $1
       local.get $49
       i32.add
       local.set $1
       local.get $7
       i32.const 1
       i32.add
       local.set $7
       br $for-loop|16
      end
     end
     local.get $0
     local.get $6
     i32.add
     local.set $0
     local.get $4
     local.get $50
     i32.add
     local.set $4
     local.get $16
     i32.const 1
     i32.sub
     local.set $16
     br $for-loop|15
    end
   end
  end
 )
