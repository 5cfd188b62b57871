 (func $assembly/factor/tridiagonal/symmetricTimesVector (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 f64)
  (local $6 i32)
  (local $7 i32)
  (local $8 f64)
  (local $9 f64)
  (local $10 f64)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 f64)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 i32)
  (local $26 i32)
  (local $27 i32)
  (local $28 i32)
  (local $29 f64)
  (local $30 f64)
  (local $31 f64)
  (local $32 f64)
  (local $33 f64)
  (local $34 i32)
  local.get $2
  i32.const 3
  i32.shl
  local.set $7
  local.get $4
  i32.const 0
  local.get $0
  i32.const 3
  i32.shl
  memory.fill
  loop $for-loop|0
   local.get $0
   i32.const 4
   i32.ge_s
   if
    local.get $7
    local.get $1
    local.get $7
    i32.add
    local.tee $27
    i32.add
    local.tee $28
    local.get $7
    i32.add
    local.set $25
    local.get $1
    f64.load
    local.get $3
    f64.load
    local.tee $29
    f64.mul
    local.get $1
    f64.load offset=8
    local.tee $5
    local.get $3
    f64.load offset=8
    local.tee $30
    f64.mul
    f64.add
    local.get $1
    f64.load offset=16
    local.tee $8
    local.get $3
    f64.load offset=16
    local.tee $31
    f64.mul
    f64.add
    local.get $1
    f64.load offset=24
    local.tee $32
    local.get $3
    f64.load offset=24
    local.tee $9
    f64.mul
    f64.add
    local.set $10
    local.get $5
    local.get $29
    f64.mul
    local.get $27
    f64.load offset=8
    local.get $30
    f64.mul
    f64.add
    local.get $27
    f64.load offset=16
    local.tee $5
    local.get $31
    f64.mul
    f64.add
    local.get $27
    f64.load offset=24
    local.tee $33
    local.get $9
    f64.mul
    f64.add
    local.set $15
    local.get $8
    local.get $29
    f64.mul
    local.get $5
    local.get $30
    f64.mul
    f64.add
    local.get $28
    f64.load offset=16
    local.get $31
    f64.mul
    f64.add
    local.get $28
    f64.load offset=24
    local.tee $8
    local.get $9
    f64.mul
    f64.add
    local.set $5
    local.get $32
    local.get $29
    f64.mul
    local.get $33
    local.get $30
    f64.mul
    f64.add
    local.get $8
    local.get $31
    f64.mul
    f64.add
    local.get $25
    f64.load offset=24
    local.get $9
    f64.mul
    f64.add
    local.set $8
    local.get $29
    f64x2.splat
    local.set $17
    local.get $30
    f64x2.splat
    local.set $18
    local.get $31
    f64x2.splat
    local.set $19
    local.get $9
    f64x2.splat
    local.set $20
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $11
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $12
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $13
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $14
    i32.const 32
    local.set $2
    local.get $0
    i32.const -2
    i32.and
    i32.const 3
    i32.shl
    local.set $34
    loop $for-loop|1
     local.get $2
     local.get $34
     i32.lt_u
     if
      local.get $1
      local.get $2
      i32.add
      v128.load
      local.tee $21
      local.get $2
      local.get $3
      i32.add
      v128.load
      local.tee $16
      local.get $11
      f64x2.relaxed_madd
      local.set $11
      local.get $2
      local.get $27
      i32.add
      v128.load
      local.tee $22
      local.get $16
      local.get $12
      f64x2.relaxed_madd
      local.set $12
      local.get $2
      local.get $28
      i32.add
      v128.load
      local.tee $23
      local.get $16
      local.get $13
      f64x2.relaxed_madd
      local.set $13
      local.get $2
      local.get $25
      i32.add
      v128.load
      local.tee $24
      local.get $16
      local.get $14
      f64x2.relaxed_madd
      local.set $14
      local.get $2
      local.get $4
      i32.add
      local.tee $26
      local.get $24
      local.get $20
      local.get $23
      local.get $19
      local.get $22
      local.get $18
      local.get $21
      local.get $17
      local.get $26
      v128.load
      f64x2.relaxed_madd
      f64x2.relaxed_madd
      f64x2.relaxed_madd
      f64x2.relaxed_madd
      v128.store
      local.get $2
      i32.const 16
      i32.add
      local.set $2
      br $for-loop|1
     end
    end
    local.get $0
    i32.const 1
    i32.and
    if
     local.get $2
     local.get $3
     i32.add
     f64.load
     local.set $32
     local.get $2
     local.get $4
     i32.add
     local.tee $26
     local.get $26
     f64.load
     local.get $1
     local.get $2
     i32.add
     f64.load
     local.tee $33
     local.get $29
     f64.mul
     f64.add
     local.get $2
     local.get $27
     i32.add
     f64.load
     local.tee $29
     local.get $30
     f64.mul
     f64.add
     local.get $2
     local.get $28
     i32.add
     f64.load
     local.tee $30
     local.get $31
     f64.mul
     f64.add
     local.get $2
     local.get $25
     i32.add
     f64.load
     local.tee $31
     local.get $9
     f64.mul
     f64.add
     f64.store
     local.get $15
     local.get $29
     local.get $32
     f64.mul
     f64.add
     local.set $15
     local.get $8
     local.get $31
     local.get $32
     f64.mul
     f64.add
     local.set $8
     local.get $10
     local.get $33
     local.get $32
     f64.mul
     f64.add
     local.set $10
     local.get $5
     local.get $30
     local.get $32
     f64.mul
     f64.add
     local.set $5
    end
    local.get $4
    local.get $4
    f64.load
    local.get $10
    f64.add
    local.get $11
    f64x2.extract_lane 0
    local.get $11
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.store
    local.get $4
    local.get $4
    f64.load offset=8
    local.get $15
    f64.add
    local.get $12
    f64x2.extract_lane 0
    local.get $12
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.store offset=8
    local.get $4
    local.get $4
    f64.load offset=16
    local.get $5
    f64.add
    local.get $13
    f64x2.extract_lane 0
    local.get $13
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.store offset=16
    local.get $4
    local.get $4
    f64.load offset=24
    local.get $8
    f64.add
    local.get $14
    f64x2.extract_lane 0
    local.get $14
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.store offset=24
    local.get $1
    local.get $7
    i32.const 8
    i32.add
    i32.const 2
    i32.shl
    i32.add
    local.set $1
    local.get $3
    i32.const 32
    i32.add
    local.set $3
    local.get $4
    i32.const 32
    i32.add
    local.set $4
    local.get $0
    i32.const 4
    i32.sub
    local.set $0
    br $for-loop|0
   end
  end
  loop $for-loop|2
   local.get $0
   local.get $6
   i32.gt_s
   if
    local.get $1
    local.get $6
    local.get $7
    i32.mul
    i32.add
    local.set $25
    local.get $6
    local.set $2
    loop $for-loop|3
     local.get $0
     local.get $2
     i32.gt_s
     if
      local.get $6
      i32.const 3
      i32.shl
      local.tee $26
      local.get $4
      i32.add
      local.tee $27
      local.get $27
      f64.load
      local.get $25
      local.get $2
      i32.const 3
      i32.shl
      local.tee $27
      i32.add
      f64.load
      local.tee $5
      local.get $3
      local.get $27
      i32.add
      f64.load
      f64.mul
      f64.add
      f64.store
      local.get $2
      local.get $6
      i32.gt_s
      if
       local.get $4
       local.get $27
       i32.add
       local.tee $27
       local.get $27
       f64.load
       local.get $5
       local.get $3
       local.get $26
       i32.add
       f64.load
       f64.mul
       f64.add
       f64.store
      end
      local.get $2
      i32.const 1
      i32.add
      local.set $2
      br $for-loop|3
     end
    end
    local.get $6
    i32.const 1
    i32.add
    local.set $6
    br $for-loop|2
   end
  end
 )
