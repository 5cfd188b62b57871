 (func $assembly/random/normal/normalF64 (param $0 i32) (param $1 i32) (param $2 f64) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32) (param $9 i32) (param $10 i32)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 i64)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 i32)
  (local $21 i32)
  (local $22 i64)
  (local $23 v128)
  (local $24 i32)
  (local $25 v128)
  (local $26 v128)
  (local $27 v128)
  (local $28 v128)
  (local $29 v128)
  (local $30 i32)
  (local $31 i32)
  (local $32 v128)
  (local $33 v128)
  (local $34 v128)
  (local $35 v128)
  (local $36 v128)
  (local $37 v128)
  (local $38 v128)
  (local $39 v128)
  (local $40 v128)
  local.get $0
  local.set $20
  local.get $1
  local.set $21
  local.get $4
  i64.extend_i32_u
  local.get $5
  i64.extend_i32_u
  i64.const 32
  i64.shl
  i64.or
  local.set $22
  local.get $10
  i32.const -64
  i32.sub
  local.set $24
  loop $while-continue|0
   local.get $20
   i32.const 0
   i32.gt_s
   if
    local.get $3
    i32.const 0
    i32.gt_s
    local.tee $0
    local.get $20
    i32.const 8
    i32.lt_s
    local.get $0
    select
    local.tee $31
    if (result i32)
     i32.const 1
    else
     i32.const 256
     local.get $20
     i32.const 8
     i32.div_s
     local.tee $0
     local.get $0
     i32.const 256
     i32.ge_s
     select
    end
    local.tee $30
    local.set $5
    local.get $10
    local.get $21
    local.get $31
    select
    local.tee $0
    local.set $4
    local.get $22
    local.set $16
    local.get $24
    v128.const i32x4 0xd2511f53 0xd2511f53 0xd2511f53 0xd2511f53
    v128.store
    local.get $24
    v128.load
    local.set $32
    local.get $24
    v128.const i32x4 0xcd9e8d57 0xcd9e8d57 0xcd9e8d57 0xcd9e8d57
    v128.store
    local.get $24
    v128.load
    local.set $33
    local.get $24
    v128.const i32x4 0x9e3779b9 0x9e3779b9 0x9e3779b9 0x9e3779b9
    v128.store
    local.get $24
    v128.load
    local.set $34
    local.get $24
    v128.const i32x4 0xbb67ae85 0xbb67ae85 0xbb67ae85 0xbb67ae85
    v128.store
    local.get $24
    v128.load
    local.set $35
    local.get $6
    i32x4.splat
    local.set $15
    local.get $7
    i32x4.splat
    local.set $14
    local.get $8
    i32x4.splat
    local.set $18
    local.get $9
    i32x4.splat
    local.set $17
    loop $for-loop|1
     local.get $5
     i32.const 2
     i32.ge_s
     if
      local.get $16
      i32.wrap_i64
      i32x4.splat
      v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
      v128.or
      local.set $27
      local.get $16
      i64.const 32
      i64.shr_u
      i32.wrap_i64
      i32x4.splat
      local.set $28
      local.get $16
      i64.const 4
      i64.add
      local.tee $16
      i32.wrap_i64
      i32x4.splat
      v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
      v128.or
      local.set $26
      local.get $16
      i64.const 32
      i64.shr_u
      i32.wrap_i64
      i32x4.splat
      local.set $29
      local.get $15
      local.tee $12
      local.set $25
      local.get $14
      local.tee $11
      local.set $23
      local.get $16
      i64.const 4
      i64.add
      local.set $16
      local.get $18
      local.set $19
      local.get $17
      local.set $13
      i32.const 0
      local.set $1
      loop $for-loop|2
       local.get $1
       i32.const 10
       i32.lt_s
       if
        local.get $27
        local.get $32
        i64x2.extmul_low_i32x4_u
        local.set $36
        local.get $27
        local.get $32
        i64x2.extmul_high_i32x4_u
        local.set $37
        local.get $26
        local.get $32
        i64x2.extmul_low_i32x4_u
        local.set $38
        local.get $26
        local.get $32
        i64x2.extmul_high_i32x4_u
        local.set $39
        local.get $28
        local.get $19
        v128.xor
        local.get $12
        local.get $33
        i64x2.extmul_low_i32x4_u
        local.tee $26
        local.get $12
        local.get $33
        i64x2.extmul_high_i32x4_u
        local.tee $12
        i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
        v128.xor
        local.set $27
        local.get $26
        local.get $12
        i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
        local.set $28
        local.get $11
        local.get $13
        v128.xor
        local.get $36
        local.get $37
        i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
        v128.xor
        local.set $12
        local.get $36
        local.get $37
        i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
        local.set $11
        local.get $29
        local.get $19
        v128.xor
        local.get $25
        local.get $33
        i64x2.extmul_low_i32x4_u
        local.tee $29
        local.get $25
        local.get $33
        i64x2.extmul_high_i32x4_u
        local.tee $25
        i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
        v128.xor
        local.set $26
        local.get $29
        local.get $25
        i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
        local.set $29
        local.get $23
        local.get $13
        v128.xor
        local.get $38
        local.get $39
        i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
        v128.xor
        local.set $25
        local.get $38
        local.get $39
        i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
        local.set $23
        local.get $19
        local.get $34
        i32x4.add
        local.set $19
        local.get $13
        local.get $35
        i32x4.add
        local.set $13
        local.get $1
        i32.const 1
        i32.add
        local.set $1
        br $for-loop|2
       end
      end
      local.get $4
      local.get $27
      local.get $28
      i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
      v128.store
      local.get $4
      local.get $12
      local.get $11
      i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
      v128.store offset=16
      local.get $4
      local.get $27
      local.get $28
      i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
      v128.store offset=32
      local.get $4
      local.get $12
      local.get $11
      i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
      v128.store offset=48
      local.get $4
      i32.const -64
      i32.sub
      local.tee $1
      local.get $26
      local.get $29
      i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
      v128.store
      local.get $1
      local.get $25
      local.get $23
      i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
      v128.store offset=16
      local.get $1
      local.get $26
      local.get $29
      i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
      v128.store offset=32
      local.get $1
      local.get $25
      local.get $23
      i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
      v128.store offset=48
      local.get $4
      i32.const 128
      i32.add
      local.set $4
      local.get $5
      i32.const 2
      i32.sub
      local.set $5
      br $for-loop|1
     end
    end
    local.get $5
    i32.const 0
    i32.gt_s
    if
     local.get $16
     i32.wrap_i64
     i32x4.splat
     v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
     v128.or
     local.set $12
     local.get $16
     i64.const 32
     i64.shr_u
     i32.wrap_i64
     i32x4.splat
     local.set $13
     i32.const 0
     local.set $1
     loop $for-loop|3
      local.get $1
      i32.const 10
      i32.lt_s
      if
       local.get $12
       local.get $32
       i64x2.extmul_low_i32x4_u
       local.set $11
       local.get $12
       local.get $32
       i64x2.extmul_high_i32x4_u
       local.set $19
       local.get $13
       local.get $18
       v128.xor
       local.get $15
       local.get $33
       i64x2.extmul_low_i32x4_u
       local.tee $13
       local.get $15
       local.get $33
       i64x2.extmul_high_i32x4_u
       local.tee $15
       i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
       v128.xor
       local.set $12
       local.get $13
       local.get $15
       i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
       local.set $13
       local.get $14
       local.get $17
       v128.xor
       local.get $11
       local.get $19
       i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
       v128.xor
       local.set $15
       local.get $11
       local.get $19
       i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
       local.set $14
       local.get $18
       local.get $34
       i32x4.add
       local.set $18
       local.get $17
       local.get $35
       i32x4.add
       local.set $17
       local.get $1
       i32.const 1
       i32.add
       local.set $1
       br $for-loop|3
      end
     end
     local.get $4
     local.get $12
     local.get $13
     i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
     v128.store
     local.get $4
     local.get $15
     local.get $14
     i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
     v128.store offset=16
     local.get $4
     local.get $12
     local.get $13
     i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
     v128.store offset=32
     local.get $4
     local.get $15
     local.get $14
     i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
     v128.store offset=48
    end
    local.get $30
    i32.const 1
    i32.shl
    local.set $5
    local.get $0
    local.set $1
    local.get $2
    f64x2.splat
    local.set $12
    local.get $24
    v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0x3ff00000
    v128.store
    local.get $24
    v128.load
    local.set $13
    local.get $24
    v128.const i32x4 0xffffffff 0x3fefffff 0xffffffff 0x3fefffff
    v128.store
    local.get $24
    v128.load
    local.set $14
    local.get $24
    v128.const i32x4 0x9980c433 0x00095f61 0x9980c433 0x00095f61
    v128.store
    local.get $24
    v128.load
    local.set $15
    local.get $24
    v128.const i32x4 0xffffffff 0x000fffff 0xffffffff 0x000fffff
    v128.store
    local.get $24
    v128.load
    local.set $17
    local.get $24
    v128.const i32x4 0x667f3bcd 0x3fe6a09e 0x667f3bcd 0x3fe6a09e
    v128.store
    local.get $24
    v128.load
    local.set $18
    local.get $24
    v128.const i32x4 0x00000000 0x43300000 0x00000000 0x43300000
    v128.store
    local.get $24
    v128.load
    local.set $19
    local.get $24
    v128.const i32x4 0x000003ff 0x43300000 0x000003ff 0x43300000
    v128.store
    local.get $24
    v128.load
    local.set $23
    local.get $24
    v128.const i32x4 0x55555592 0x3fe55555 0x55555592 0x3fe55555
    v128.store
    local.get $24
    v128.load
    local.set $25
    local.get $24
    v128.const i32x4 0x9997fdd8 0x3fd99999 0x9997fdd8 0x3fd99999
    v128.store
    local.get $24
    v128.load
    local.set $26
    local.get $24
    v128.const i32x4 0x941ef935 0x3fd24924 0x941ef935 0x3fd24924
    v128.store
    local.get $24
    v128.load
    local.set $27
    local.get $24
    v128.const i32x4 0x20a7b516 0x3fcc71c5 0x20a7b516 0x3fcc71c5
    v128.store
    local.get $24
    v128.load
    local.set $28
    local.get $24
    v128.const i32x4 0xeb4f702b 0x3fc74663 0xeb4f702b 0x3fc74663
    v128.store
    local.get $24
    v128.load
    local.set $29
    local.get $24
    v128.const i32x4 0xf3f24e1a 0x3fc39a1b 0xf3f24e1a 0x3fc39a1b
    v128.store
    local.get $24
    v128.load
    local.set $32
    local.get $24
    v128.const i32x4 0xbd565f50 0x3fc2f053 0xbd565f50 0x3fc2f053
    v128.store
    local.get $24
    v128.load
    local.set $33
    local.get $24
    v128.const i32x4 0xfee00000 0x3fe62e42 0xfee00000 0x3fe62e42
    v128.store
    local.get $24
    v128.load
    local.set $34
    local.get $24
    v128.const i32x4 0x35793c76 0x3dea39ef 0x35793c76 0x3dea39ef
    v128.store
    local.get $24
    v128.load
    local.set $35
    loop $for-loop|6
     local.get $5
     i32.const 0
     i32.gt_s
     if
      local.get $23
      local.get $1
      v128.load
      local.tee $36
      i32.const 12
      i64x2.shr_u
      local.get $13
      v128.or
      local.get $14
      f64x2.sub
      local.get $15
      i64x2.add
      local.tee $11
      i32.const 52
      i64x2.shr_u
      local.get $19
      v128.or
      f64x2.sub
      local.set $37
      local.get $13
      local.get $11
      local.get $17
      v128.and
      local.get $18
      i64x2.add
      local.tee $11
      f64x2.sub
      local.tee $38
      local.get $13
      local.get $11
      f64x2.add
      f64x2.div
      local.tee $39
      local.get $39
      f64x2.mul
      local.tee $40
      local.get $40
      f64x2.mul
      local.set $11
      local.get $1
      local.get $37
      local.get $34
      local.get $37
      local.get $35
      local.get $39
      local.get $40
      local.get $11
      local.get $32
      local.get $28
      f64x2.relaxed_madd
      local.get $11
      local.get $26
      f64x2.relaxed_madd
      local.get $40
      local.get $11
      local.get $33
      local.get $29
      f64x2.relaxed_madd
      local.get $11
      local.get $27
      f64x2.relaxed_madd
      local.get $11
      local.get $25
      f64x2.relaxed_madd
      f64x2.relaxed_madd
      local.get $38
      f64x2.relaxed_madd
      f64x2.mul
      f64x2.relaxed_madd
      local.get $38
      f64x2.add
      f64x2.relaxed_madd
      local.tee $11
      local.get $11
      f64x2.add
      f64x2.sqrt
      local.get $12
      f64x2.mul
      local.get $36
      i32.const 63
      i64x2.shl
      v128.xor
      v128.store
      local.get $1
      i32.const 32
      i32.add
      local.set $1
      local.get $5
      i32.const 1
      i32.sub
      local.set $5
      br $for-loop|6
     end
    end
    local.get $30
    i32.const 1
    i32.shl
    local.set $1
    local.get $24
    v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0x3ff00000
    v128.store
    local.get $24
    v128.load
    local.set $11
    local.get $24
    v128.const i32x4 0x00000001 0x00000000 0x00000001 0x00000000
    v128.store
    local.get $24
    v128.load
    local.set $12
    local.get $24
    v128.const i32x4 0x00000001 0x3ff00000 0x00000001 0x3ff00000
    v128.store
    local.get $24
    v128.load
    local.set $13
    local.get $24
    v128.const i32x4 0x00000000 0x3ff80000 0x00000000 0x3ff80000
    v128.store
    local.get $24
    v128.load
    local.set $14
    local.get $24
    v128.const i32x4 0x54442d18 0x3ff921fb 0x54442d18 0x3ff921fb
    v128.store
    local.get $24
    v128.load
    local.set $15
    local.get $24
    v128.const i32x4 0x55555549 0xbfc55555 0x55555549 0xbfc55555
    v128.store
    local.get $24
    v128.load
    local.set $17
    local.get $24
    v128.const i32x4 0x1110f885 0x3f811111 0x1110f885 0x3f811111
    v128.store
    local.get $24
    v128.load
    local.set $18
    local.get $24
    v128.const i32x4 0x19c12f10 0xbf2a01a0 0x19c12f10 0xbf2a01a0
    v128.store
    local.get $24
    v128.load
    local.set $19
    local.get $24
    v128.const i32x4 0x578d6ec8 0x3ec71de3 0x578d6ec8 0x3ec71de3
    v128.store
    local.get $24
    v128.load
    local.set $23
    local.get $24
    v128.const i32x4 0x714f80a4 0xbe5ae5e6 0x714f80a4 0xbe5ae5e6
    v128.store
    local.get $24
    v128.load
    local.set $25
    local.get $24
    v128.const i32x4 0xe8458eaf 0x3de5d933 0xe8458eaf 0x3de5d933
    v128.store
    local.get $24
    v128.load
    local.set $26
    local.get $24
    v128.const i32x4 0x00000000 0xbfe00000 0x00000000 0xbfe00000
    v128.store
    local.get $24
    v128.load
    local.set $27
    local.get $24
    v128.const i32x4 0x5555554e 0x3fa55555 0x5555554e 0x3fa55555
    v128.store
    local.get $24
    v128.load
    local.set $28
    local.get $24
    v128.const i32x4 0x16c15534 0xbf56c16c 0x16c15534 0xbf56c16c
    v128.store
    local.get $24
    v128.load
    local.set $29
    local.get $24
    v128.const i32x4 0x19d02067 0x3efa01a0 0x19d02067 0x3efa01a0
    v128.store
    local.get $24
    v128.load
    local.set $32
    local.get $24
    v128.const i32x4 0x83d6cb43 0xbe927e4f 0x83d6cb43 0xbe927e4f
    v128.store
    local.get $24
    v128.load
    local.set $33
    local.get $24
    v128.const i32x4 0xb8df1842 0x3e21eea0 0xb8df1842 0x3e21eea0
    v128.store
    local.get $24
    v128.load
    local.set $34
    local.get $24
    v128.const i32x4 0x1c7473a8 0xbda8fbda 0x1c7473a8 0xbda8fbda
    v128.store
    local.get $24
    v128.load
    local.set $35
    loop $for-loop|7
     local.get $1
     i32.const 0
     i32.gt_s
     if
      local.get $0
      v128.load offset=16
      local.tee $36
      i32.const 12
      i64x2.shr_u
      local.get $13
      v128.or
      local.get $14
      f64x2.sub
      local.get $15
      f64x2.mul
      local.tee $37
      local.get $37
      f64x2.mul
      local.tee $38
      local.get $38
      f64x2.mul
      local.tee $39
      local.get $26
      local.get $23
      f64x2.relaxed_madd
      local.get $39
      local.get $18
      f64x2.relaxed_madd
      local.get $38
      local.get $39
      local.get $25
      local.get $19
      f64x2.relaxed_madd
      local.get $39
      local.get $17
      f64x2.relaxed_madd
      f64x2.relaxed_madd
      local.get $38
      f64x2.mul
      local.get $37
      local.get $37
      f64x2.relaxed_madd
      local.tee $37
      local.get $39
      local.get $35
      local.get $33
      f64x2.relaxed_madd
      local.get $39
      local.get $29
      f64x2.relaxed_madd
      local.get $39
      local.get $27
      f64x2.relaxed_madd
      local.get $38
      local.get $39
      local.get $34
      local.get $32
      f64x2.relaxed_madd
      local.get $39
      local.get $28
      f64x2.relaxed_madd
      local.get $39
      local.get $11
      f64x2.relaxed_madd
      f64x2.relaxed_madd
      local.tee $38
      v128.xor
      local.get $36
      local.get $12
      v128.and
      i64x2.neg
      v128.and
      local.set $36
      local.get $0
      local.get $0
      v128.load
      local.tee $39
      local.get $38
      local.get $36
      v128.xor
      f64x2.mul
      v128.store
      local.get $0
      local.get $39
      local.get $37
      local.get $36
      v128.xor
      f64x2.mul
      v128.store offset=16
      local.get $0
      i32.const 32
      i32.add
      local.set $0
      local.get $1
      i32.const 1
      i32.sub
      local.set $1
      br $for-loop|7
     end
    end
    local.get $31
    if (result i32)
     i32.const 8
     local.get $3
     i32.sub
     local.tee $0
     local.get $20
     local.get $0
     local.get $20
     i32.lt_s
     select
    else
     local.get $30
     i32.const 3
     i32.shl
    end
    local.set $0
    local.get $31
    if
     local.get $21
     local.get $10
     local.get $3
     i32.const 3
     i32.shl
     i32.add
     local.get $0
     i32.const 3
     i32.shl
     memory.copy
    end
    i32.const 0
    local.set $3
    local.get $21
    local.get $0
    i32.const 3
    i32.shl
    i32.add
    local.set $21
    local.get $20
    local.get $0
    i32.sub
    local.set $20
    local.get $22
    local.get $30
    i64.extend_i32_s
    i64.const 2
    i64.shl
    i64.add
    local.set $22
    br $while-continue|0
   end
  end
 )
