 (func $assembly/random/philox/philoxWords (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 i64)
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
  local.get $0
  i32.const 0
  i32.le_s
  if
   return
  end
  local.get $2
  i64.extend_i32_u
  local.get $3
  i64.extend_i32_u
  i64.const 32
  i64.shl
  i64.or
  local.set $18
  local.get $1
  v128.const i32x4 0xd2511f53 0xd2511f53 0xd2511f53 0xd2511f53
  v128.store
  local.get $1
  v128.load
  local.set $30
  local.get $1
  v128.const i32x4 0xcd9e8d57 0xcd9e8d57 0xcd9e8d57 0xcd9e8d57
  v128.store
  local.get $1
  v128.load
  local.set $29
  local.get $1
  v128.const i32x4 0x9e3779b9 0x9e3779b9 0x9e3779b9 0x9e3779b9
  v128.store
  local.get $1
  v128.load
  local.set $23
  local.get $1
  v128.const i32x4 0xbb67ae85 0xbb67ae85 0xbb67ae85 0xbb67ae85
  v128.store
  local.get $1
  v128.load
  local.set $22
  local.get $4
  i32x4.splat
  local.set $14
  local.get $5
  i32x4.splat
  local.set $10
  local.get $6
  i32x4.splat
  local.set $9
  local.get $7
  i32x4.splat
  local.set $8
  loop $for-loop|0
   local.get $0
   i32.const 2
   i32.ge_s
   if
    local.get $18
    i32.wrap_i64
    i32x4.splat
    v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
    v128.or
    local.set $27
    local.get $18
    i64.const 32
    i64.shr_u
    i32.wrap_i64
    i32x4.splat
    local.set $26
    local.get $18
    i64.const 4
    i64.add
    local.tee $18
    i32.wrap_i64
    i32x4.splat
    v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
    v128.or
    local.set $28
    local.get $18
    i64.const 32
    i64.shr_u
    i32.wrap_i64
    i32x4.splat
    local.set $25
    local.get $14
    local.tee $15
    local.set $31
    local.get $10
    local.tee $13
    local.set $24
    local.get $18
    i64.const 4
    i64.add
    local.set $18
    local.get $9
    local.set $12
    local.get $8
    local.set $11
    i32.const 0
    local.set $2
    loop $for-loop|1
     local.get $2
     i32.const 10
     i32.lt_s
     if
      local.get $27
      local.get $30
      i64x2.extmul_low_i32x4_u
      local.set $17
      local.get $27
      local.get $30
      i64x2.extmul_high_i32x4_u
      local.set $21
      local.get $28
      local.get $30
      i64x2.extmul_low_i32x4_u
      local.set $20
      local.get $28
      local.get $30
      i64x2.extmul_high_i32x4_u
      local.set $19
      local.get $26
      local.get $12
      v128.xor
      local.get $15
      local.get $29
      i64x2.extmul_low_i32x4_u
      local.tee $16
      local.get $15
      local.get $29
      i64x2.extmul_high_i32x4_u
      local.tee $15
      i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
      v128.xor
      local.set $27
      local.get $16
      local.get $15
      i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
      local.set $26
      local.get $13
      local.get $11
      v128.xor
      local.get $17
      local.get $21
      i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
      v128.xor
      local.set $15
      local.get $17
      local.get $21
      i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
      local.set $13
      local.get $25
      local.get $12
      v128.xor
      local.get $31
      local.get $29
      i64x2.extmul_low_i32x4_u
      local.tee $17
      local.get $31
      local.get $29
      i64x2.extmul_high_i32x4_u
      local.tee $16
      i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
      v128.xor
      local.set $28
      local.get $17
      local.get $16
      i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
      local.set $25
      local.get $24
      local.get $11
      v128.xor
      local.get $20
      local.get $19
      i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
      v128.xor
      local.set $31
      local.get $20
      local.get $19
      i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
      local.set $24
      local.get $12
      local.get $23
      i32x4.add
      local.set $12
      local.get $11
      local.get $22
      i32x4.add
      local.set $11
      local.get $2
      i32.const 1
      i32.add
      local.set $2
      br $for-loop|1
     end
    end
    local.get $1
    local.get $27
    v128.store
    local.get $1
    local.get $26
    v128.store offset=16
    local.get $1
    local.get $15
    v128.store offset=32
    local.get $1
    local.get $13
    v128.store offset=48
    local.get $1
    i32.const -64
    i32.sub
    local.tee $2
    local.get $28
    v128.store
    local.get $2
    local.get $25
    v128.store offset=16
    local.get $2
    local.get $31
    v128.store offset=32
    local.get $2
    local.get $24
    v128.store offset=48
    local.get $1
    i32.const 128
    i32.add
    local.set $1
    local.get $0
    i32.const 2
    i32.sub
    local.set $0
    br $for-loop|0
   end
  end
  local.get $0
  i32.const 0
  i32.gt_s
  if
   local.get $18
   i32.wrap_i64
   i32x4.splat
   v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
   v128.or
   local.set $15
   local.get $18
   i64.const 32
   i64.shr_u
   i32.wrap_i64
   i32x4.splat
   local.set $13
   i32.const 0
   local.set $0
   loop $for-loop|2
    local.get $0
    i32.const 10
    i32.lt_s
    if
     local.get $15
     local.get $30
     i64x2.extmul_low_i32x4_u
     local.set $17
     local.get $15
     local.get $30
     i64x2.extmul_high_i32x4_u
     local.set $16
     local.get $13
     local.get $9
     v128.xor
     local.get $14
     local.get $29
     i64x2.extmul_low_i32x4_u
     local.tee $12
     local.get $14
     local.get $29
     i64x2.extmul_high_i32x4_u
     local.tee $11
     i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
     v128.xor
     local.set $15
     local.get $12
     local.get $11
     i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
     local.set $13
     local.get $10
     local.get $8
     v128.xor
     local.get $17
     local.get $16
     i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
     v128.xor
     local.set $14
     local.get $17
     local.get $16
     i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
     local.set $10
     local.get $9
     local.get $23
     i32x4.add
     local.set $9
     local.get $8
     local.get $22
     i32x4.add
     local.set $8
     local.get $0
     i32.const 1
     i32.add
     local.set $0
     br $for-loop|2
    end
   end
   local.get $1
   local.get $15
   v128.store
   local.get $1
   local.get $13
   v128.store offset=16
   local.get $1
   local.get $14
   v128.store offset=32
   local.get $1
   local.get $10
   v128.store offset=48
  end
 )
