 (func $assembly/random/normal/normalF32 (param $0 i32) (param $1 i32) (param $2 f32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32) (param $9 i32) (param $10 i32)
  (local $11 i64)
  (local $12 i32)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 i64)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 v128)
  (local $27 v128)
  (local $28 v128)
  (local $29 v128)
  (local $30 v128)
  (local $31 v128)
  (local $32 v128)
  (local $33 v128)
  (local $34 i32)
  (local $35 f64)
  (local $36 i32)
  (local $37 v128)
  (local $38 v128)
  (local $39 v128)
  (local $40 i32)
  (local $41 i32)
  local.get $0
  local.set $12
  local.get $2
  f64.promote_f32
  local.set $35
  local.get $4
  i64.extend_i32_u
  local.get $5
  i64.extend_i32_u
  i64.const 32
  i64.shl
  i64.or
  local.set $11
  local.get $10
  i32.const -64
  i32.sub
  local.set $41
  loop $while-continue|0
   local.get $12
   i32.const 0
   i32.gt_s
   if
    local.get $3
    i32.const 0
    i32.gt_s
    local.tee $5
    i32.eqz
    if
     local.get $12
     i32.const 16
     i32.lt_s
     local.set $5
    end
    local.get $5
    if (result i32)
     i32.const 1
    else
     i32.const 256
     local.get $12
     i32.const 16
     i32.div_s
     local.tee $0
     local.get $0
     i32.const 256
     i32.ge_s
     select
    end
    local.tee $36
    local.set $4
    local.get $10
    local.get $1
    local.get $5
    select
    local.tee $0
    local.set $40
    local.get $11
    local.set $17
    local.get $41
    v128.const i32x4 0xd2511f53 0xd2511f53 0xd2511f53 0xd2511f53
    v128.store
    local.get $41
    v128.load
    local.set $28
    local.get $41
    v128.const i32x4 0xcd9e8d57 0xcd9e8d57 0xcd9e8d57 0xcd9e8d57
    v128.store
    local.get $41
    v128.load
    local.set $27
    local.get $41
    v128.const i32x4 0x9e3779b9 0x9e3779b9 0x9e3779b9 0x9e3779b9
    v128.store
    local.get $41
    v128.load
    local.set $26
    local.get $41
    v128.const i32x4 0xbb67ae85 0xbb67ae85 0xbb67ae85 0xbb67ae85
    v128.store
    local.get $41
    v128.load
    local.set $25
    local.get $6
    i32x4.splat
    local.set $16
    local.get $7
    i32x4.splat
    local.set $15
    local.get $8
    i32x4.splat
    local.set $14
    local.get $9
    i32x4.splat
    local.set $13
    loop $for-loop|1
     local.get $4
     i32.const 2
     i32.ge_s
     if
      local.get $17
      i32.wrap_i64
      i32x4.splat
      v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
      v128.or
      local.set $38
      local.get $17
      i64.const 32
      i64.shr_u
      i32.wrap_i64
      i32x4.splat
      local.set $31
      local.get $17
      i64.const 4
      i64.add
      local.tee $17
      i32.wrap_i64
      i32x4.splat
      v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
      v128.or
      local.set $32
      local.get $17
      i64.const 32
      i64.shr_u
      i32.wrap_i64
      i32x4.splat
      local.set $37
      local.get $16
      local.tee $21
      local.set $39
      local.get $15
      local.tee $20
      local.set $33
      local.get $17
      i64.const 4
      i64.add
      local.set $17
      local.get $14
      local.set $19
      local.get $13
      local.set $18
      i32.const 0
      local.set $34
      loop $for-loop|2
       local.get $34
       i32.const 10
       i32.lt_s
       if
        local.get $38
        local.get $28
        i64x2.extmul_low_i32x4_u
        local.set $24
        local.get $38
        local.get $28
        i64x2.extmul_high_i32x4_u
        local.set $23
        local.get $32
        local.get $28
        i64x2.extmul_low_i32x4_u
        local.set $30
        local.get $32
        local.get $28
        i64x2.extmul_high_i32x4_u
        local.set $29
        local.get $31
        local.get $19
        v128.xor
        local.get $21
        local.get $27
        i64x2.extmul_low_i32x4_u
        local.tee $22
        local.get $21
        local.get $27
        i64x2.extmul_high_i32x4_u
        local.tee $21
        i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
        v128.xor
        local.set $38
        local.get $22
        local.get $21
        i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
        local.set $31
        local.get $20
        local.get $18
        v128.xor
        local.get $24
        local.get $23
        i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
        v128.xor
        local.set $21
        local.get $24
        local.get $23
        i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
        local.set $20
        local.get $37
        local.get $19
        v128.xor
        local.get $39
        local.get $27
        i64x2.extmul_low_i32x4_u
        local.tee $23
        local.get $39
        local.get $27
        i64x2.extmul_high_i32x4_u
        local.tee $22
        i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
        v128.xor
        local.set $32
        local.get $23
        local.get $22
        i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
        local.set $37
        local.get $33
        local.get $18
        v128.xor
        local.get $30
        local.get $29
        i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
        v128.xor
        local.set $39
        local.get $30
        local.get $29
        i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
        local.set $33
        local.get $19
        local.get $26
        i32x4.add
        local.set $19
        local.get $18
        local.get $25
        i32x4.add
        local.set $18
        local.get $34
        i32.const 1
        i32.add
        local.set $34
        br $for-loop|2
       end
      end
      local.get $40
      local.get $38
      v128.store
      local.get $40
      local.get $31
      v128.store offset=16
      local.get $40
      local.get $21
      v128.store offset=32
      local.get $40
      local.get $20
      v128.store offset=48
      local.get $40
      i32.const -64
      i32.sub
      local.tee $34
      local.get $32
      v128.store
      local.get $34
      local.get $37
      v128.store offset=16
      local.get $34
      local.get $39
      v128.store offset=32
      local.get $34
      local.get $33
      v128.store offset=48
      local.get $40
      i32.const 128
      i32.add
      local.set $40
      local.get $4
      i32.const 2
      i32.sub
      local.set $4
      br $for-loop|1
     end
    end
    local.get $4
    i32.const 0
    i32.gt_s
    if
     local.get $17
     i32.wrap_i64
     i32x4.splat
     v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
     v128.or
     local.set $21
     local.get $17
     i64.const 32
     i64.shr_u
     i32.wrap_i64
     i32x4.splat
     local.set $20
     i32.const 0
     local.set $4
     loop $for-loop|3
      local.get $4
      i32.const 10
      i32.lt_s
      if
       local.get $21
       local.get $28
       i64x2.extmul_low_i32x4_u
       local.set $22
       local.get $21
       local.get $28
       i64x2.extmul_high_i32x4_u
       local.set $19
       local.get $20
       local.get $14
       v128.xor
       local.get $16
       local.get $27
       i64x2.extmul_low_i32x4_u
       local.tee $18
       local.get $16
       local.get $27
       i64x2.extmul_high_i32x4_u
       local.tee $16
       i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
       v128.xor
       local.set $21
       local.get $18
       local.get $16
       i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
       local.set $20
       local.get $15
       local.get $13
       v128.xor
       local.get $22
       local.get $19
       i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
       v128.xor
       local.set $16
       local.get $22
       local.get $19
       i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
       local.set $15
       local.get $14
       local.get $26
       i32x4.add
       local.set $14
       local.get $13
       local.get $25
       i32x4.add
       local.set $13
       local.get $4
       i32.const 1
       i32.add
       local.set $4
       br $for-loop|3
      end
     end
     local.get $40
     local.get $21
     v128.store
     local.get $40
     local.get $20
     v128.store offset=16
     local.get $40
     local.get $16
     v128.store offset=32
     local.get $40
     local.get $15
     v128.store offset=48
    end
    local.get $36
    i32.const 1
    i32.shl
    local.set $40
    local.get $0
    local.set $4
    local.get $35
    f32.demote_f64
    f32x4.splat
    local.set $33
    local.get $41
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    v128.store
    local.get $41
    v128.load
    local.set $32
    local.get $41
    v128.const i32x4 0x3f000000 0x3f000000 0x3f000000 0x3f000000
    v128.store
    local.get $41
    v128.load
    local.set $31
    local.get $41
    v128.const i32x4 0x004afb0d 0x004afb0d 0x004afb0d 0x004afb0d
    v128.store
    local.get $41
    v128.load
    local.set $30
    local.get $41
    v128.const i32x4 0x007fffff 0x007fffff 0x007fffff 0x007fffff
    v128.store
    local.get $41
    v128.load
    local.set $29
    local.get $41
    v128.const i32x4 0x3f3504f3 0x3f3504f3 0x3f3504f3 0x3f3504f3
    v128.store
    local.get $41
    v128.load
    local.set $28
    local.get $41
    v128.const i32x4 0x0000009e 0x0000009e 0x0000009e 0x0000009e
    v128.store
    local.get $41
    v128.load
    local.set $27
    local.get $41
    v128.const i32x4 0x3f2aaaaa 0x3f2aaaaa 0x3f2aaaaa 0x3f2aaaaa
    v128.store
    local.get $41
    v128.load
    local.set $26
    local.get $41
    v128.const i32x4 0x3f000113 0x3f000113 0x3f000113 0x3f000113
    v128.store
    local.get $41
    v128.load
    local.set $25
    local.get $41
    v128.const i32x4 0x3eccd004 0x3eccd004 0x3eccd004 0x3eccd004
    v128.store
    local.get $41
    v128.load
    local.set $24
    local.get $41
    v128.const i32x4 0x3eaa3923 0x3eaa3923 0x3eaa3923 0x3eaa3923
    v128.store
    local.get $41
    v128.load
    local.set $23
    local.get $41
    v128.const i32x4 0x3e916d07 0x3e916d07 0x3e916d07 0x3e916d07
    v128.store
    local.get $41
    v128.load
    local.set $22
    local.get $41
    v128.const i32x4 0x3e86c297 0x3e86c297 0x3e86c297 0x3e86c297
    v128.store
    local.get $41
    v128.load
    local.set $21
    local.get $41
    v128.const i32x4 0x3e82ade1 0x3e82ade1 0x3e82ade1 0x3e82ade1
    v128.store
    local.get $41
    v128.load
    local.set $20
    local.get $41
    v128.const i32x4 0x3e1c5b5d 0x3e1c5b5d 0x3e1c5b5d 0x3e1c5b5d
    v128.store
    local.get $41
    v128.load
    local.set $19
    local.get $41
    v128.const i32x4 0x3fb17200 0x3fb17200 0x3fb17200 0x3fb17200
    v128.store
    local.get $41
    v128.load
    local.set $18
    local.get $41
    v128.const i32x4 0x363fbe8e 0x363fbe8e 0x363fbe8e 0x363fbe8e
    v128.store
    local.get $41
    v128.load
    local.set $16
    loop $for-loop|4
     local.get $40
     i32.const 0
     i32.gt_s
     if
      local.get $4
      local.get $27
      local.get $4
      v128.load
      local.tee $15
      i32.const 1
      i32x4.shr_u
      f32x4.convert_i32x4_s
      local.get $31
      f32x4.add
      local.get $30
      i32x4.add
      local.tee $14
      i32.const 23
      i32x4.shr_u
      i32x4.sub
      f32x4.convert_i32x4_s
      local.tee $13
      local.get $18
      local.get $13
      local.get $16
      local.get $32
      local.get $14
      local.get $29
      v128.and
      local.get $28
      i32x4.add
      f32x4.sub
      local.tee $14
      local.get $14
      f32x4.mul
      local.tee $13
      local.get $20
      local.get $22
      f32x4.relaxed_madd
      local.get $13
      local.get $24
      f32x4.relaxed_madd
      local.get $13
      local.get $26
      f32x4.relaxed_madd
      local.get $14
      local.get $13
      local.get $19
      local.get $21
      f32x4.relaxed_madd
      local.get $13
      local.get $23
      f32x4.relaxed_madd
      local.get $13
      local.get $25
      f32x4.relaxed_madd
      local.get $13
      local.get $32
      f32x4.relaxed_madd
      f32x4.relaxed_madd
      local.get $13
      f32x4.mul
      f32x4.relaxed_madd
      local.get $14
      local.get $14
      f32x4.add
      f32x4.add
      f32x4.relaxed_madd
      f32x4.sqrt
      local.get $33
      f32x4.mul
      local.get $15
      i32.const 31
      i32x4.shl
      v128.xor
      v128.store
      local.get $4
      i32.const 32
      i32.add
      local.set $4
      local.get $40
      i32.const 1
      i32.sub
      local.set $40
      br $for-loop|4
     end
    end
    local.get $36
    i32.const 1
    i32.shl
    local.set $4
    local.get $41
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    v128.store
    local.get $41
    v128.load
    local.set $28
    local.get $41
    v128.const i32x4 0x00000001 0x00000001 0x00000001 0x00000001
    v128.store
    local.get $41
    v128.load
    local.set $27
    local.get $41
    v128.const i32x4 0x2fc90fdb 0x2fc90fdb 0x2fc90fdb 0x2fc90fdb
    v128.store
    local.get $41
    v128.load
    local.set $26
    local.get $41
    v128.const i32x4 0xbe2aaaa3 0xbe2aaaa3 0xbe2aaaa3 0xbe2aaaa3
    v128.store
    local.get $41
    v128.load
    local.set $25
    local.get $41
    v128.const i32x4 0x3c0883b0 0x3c0883b0 0x3c0883b0 0x3c0883b0
    v128.store
    local.get $41
    v128.load
    local.set $24
    local.get $41
    v128.const i32x4 0xb94ca757 0xb94ca757 0xb94ca757 0xb94ca757
    v128.store
    local.get $41
    v128.load
    local.set $23
    local.get $41
    v128.const i32x4 0xbf000000 0xbf000000 0xbf000000 0xbf000000
    v128.store
    local.get $41
    v128.load
    local.set $22
    local.get $41
    v128.const i32x4 0x3d2aaaa5 0x3d2aaaa5 0x3d2aaaa5 0x3d2aaaa5
    v128.store
    local.get $41
    v128.load
    local.set $21
    local.get $41
    v128.const i32x4 0xbab60646 0xbab60646 0xbab60646 0xbab60646
    v128.store
    local.get $41
    v128.load
    local.set $20
    local.get $41
    v128.const i32x4 0x37cd012d 0x37cd012d 0x37cd012d 0x37cd012d
    v128.store
    local.get $41
    v128.load
    local.set $19
    loop $for-loop|5
     local.get $4
     i32.const 0
     i32.gt_s
     if
      local.get $0
      v128.load offset=16
      local.tee $18
      local.get $27
      v128.or
      f32x4.convert_i32x4_s
      local.get $26
      f32x4.mul
      local.tee $14
      local.get $14
      f32x4.mul
      local.tee $13
      local.get $23
      local.get $24
      f32x4.relaxed_madd
      local.get $13
      local.get $25
      f32x4.relaxed_madd
      local.get $13
      f32x4.mul
      local.get $14
      local.get $14
      f32x4.relaxed_madd
      local.tee $16
      local.get $13
      local.get $19
      local.get $20
      f32x4.relaxed_madd
      local.get $13
      local.get $21
      f32x4.relaxed_madd
      local.get $13
      local.get $22
      f32x4.relaxed_madd
      local.get $13
      local.get $28
      f32x4.relaxed_madd
      local.tee $15
      v128.xor
      local.get $18
      i32.const 31
      i32x4.shl
      i32.const 31
      i32x4.shr_s
      v128.and
      local.set $14
      local.get $0
      local.get $0
      v128.load
      local.tee $13
      local.get $15
      local.get $14
      v128.xor
      f32x4.mul
      v128.store
      local.get $0
      local.get $13
      local.get $16
      local.get $14
      v128.xor
      f32x4.mul
      v128.store offset=16
      local.get $0
      i32.const 32
      i32.add
      local.set $0
      local.get $4
      i32.const 1
      i32.sub
      local.set $4
      br $for-loop|5
     end
    end
    local.get $5
    if (result i32)
     i32.const 16
     local.get $3
     i32.sub
     local.tee $0
     local.get $12
     local.get $0
     local.get $12
     i32.lt_s
     select
    else
     local.get $36
     i32.const 4
     i32.shl
    end
    local.set $0
    local.get $5
    if
     local.get $1
     local.get $10
     local.get $3
     i32.const 2
     i32.shl
     i32.add
     local.get $0
     i32.const 2
     i32.shl
     memory.copy
    end
    i32.const 0
    local.set $3
    local.get $1
    local.get $0
    i32.const 2
    i32.shl
    i32.add
    local.set $1
    local.get $12
    local.get $0
    i32.sub
    local.set $12
    local.get $11
    local.get $36
    i64.extend_i32_s
    i64.const 2
    i64.shl
    i64.add
    local.set $11
    br $while-continue|0
   end
  end
 )
