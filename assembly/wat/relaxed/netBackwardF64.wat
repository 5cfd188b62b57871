 (func $assembly/net/fields/netBackwardF64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 f64) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  (local $23 i32)
  (local $24 i32)
  (local $25 i32)
  (local $26 v128)
  (local $27 v128)
  (local $28 v128)
  (local $29 i32)
  (local $30 i32)
  (local $31 i32)
  (local $32 v128)
  (local $33 i32)
  (local $34 v128)
  (local $35 v128)
  local.get $1
  local.set $11
  local.get $5
  local.set $12
  local.get $6
  local.set $13
  local.get $7
  local.set $1
  local.get $3
  i32.const 3
  i32.shl
  local.set $21
  local.get $0
  local.tee $10
  i32.const 5
  i32.shl
  local.set $22
  local.get $0
  i32.const 3
  i32.shl
  local.set $23
  local.get $2
  i32.const 3
  i32.shl
  i32.const 5
  i32.shr_u
  local.set $29
  local.get $4
  f64x2.splat
  local.set $14
  loop $for-loop|0
   local.get $11
   local.get $20
   i32.gt_s
   if
    i32.const 32
    local.get $11
    local.get $20
    i32.sub
    local.tee $0
    local.get $0
    i32.const 32
    i32.ge_s
    select
    local.set $2
    local.get $8
    local.set $5
    local.get $10
    i32.const 1
    i32.eq
    if
     local.get $12
     local.get $20
     i32.const 3
     i32.shl
     i32.add
     local.set $5
    else
     local.get $8
     local.set $6
     i32.const 0
     local.set $9
     loop $for-loop|1
      local.get $2
      local.get $9
      i32.gt_s
      if
       local.get $12
       local.get $9
       local.get $20
       i32.add
       local.tee $0
       i32.const 4
       i32.div_s
       local.get $10
       i32.mul
       i32.const 5
       i32.shl
       i32.add
       local.get $0
       i32.const 4
       i32.rem_s
       i32.const 3
       i32.shl
       i32.add
       local.set $0
       local.get $6
       local.get $10
       i32.const 3
       i32.shl
       i32.add
       local.set $3
       loop $while-continue|2
        local.get $3
        local.get $6
        i32.ne
        if
         local.get $6
         local.get $0
         f64.load
         f64.store
         local.get $6
         i32.const 8
         i32.add
         local.set $6
         local.get $0
         i32.const 32
         i32.add
         local.set $0
         br $while-continue|2
        end
       end
       local.get $9
       i32.const 1
       i32.add
       local.set $9
       br $for-loop|1
      end
     end
    end
    local.get $2
    local.get $23
    i32.mul
    local.set $24
    local.get $13
    local.get $20
    local.get $21
    i32.mul
    i32.add
    local.set $2
    local.get $1
    local.set $3
    local.get $29
    i32.const 1
    i32.shr_u
    local.set $25
    loop $for-loop|3
     local.get $25
     if
      local.get $5
      local.set $6
      local.get $3
      local.get $22
      i32.add
      i32.const 32
      i32.sub
      local.set $33
      local.get $3
      local.set $7
      loop $while-continue|4
       local.get $7
       local.get $33
       i32.lt_u
       if
        local.get $24
        local.get $6
        local.tee $0
        i32.add
        local.set $30
        local.get $2
        local.set $9
        local.get $7
        local.get $22
        i32.add
        local.set $31
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $17
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $26
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $18
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $27
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $19
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $28
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $15
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $16
        loop $while-continue|5
         local.get $0
         local.get $30
         i32.ne
         if
          local.get $0
          v128.load64_splat
          local.tee $34
          local.get $9
          v128.load
          local.tee $35
          local.get $17
          f64x2.relaxed_madd
          local.set $17
          local.get $0
          v128.load64_splat offset=8
          local.tee $32
          local.get $35
          local.get $19
          f64x2.relaxed_madd
          local.set $19
          local.get $34
          local.get $9
          v128.load offset=16
          local.tee $35
          local.get $26
          f64x2.relaxed_madd
          local.set $26
          local.get $32
          local.get $35
          local.get $28
          f64x2.relaxed_madd
          local.set $28
          local.get $34
          local.get $9
          v128.load offset=32
          local.tee $35
          local.get $18
          f64x2.relaxed_madd
          local.set $18
          local.get $32
          local.get $35
          local.get $15
          f64x2.relaxed_madd
          local.set $15
          local.get $34
          local.get $9
          v128.load offset=48
          local.tee $34
          local.get $27
          f64x2.relaxed_madd
          local.set $27
          local.get $32
          local.get $34
          local.get $16
          f64x2.relaxed_madd
          local.set $16
          local.get $9
          local.get $21
          i32.add
          local.set $9
          local.get $0
          local.get $23
          i32.add
          local.set $0
          br $while-continue|5
         end
        end
        local.get $7
        local.get $14
        local.get $17
        local.get $7
        v128.load
        f64x2.relaxed_madd
        v128.store
        local.get $7
        local.get $14
        local.get $26
        local.get $7
        v128.load offset=16
        f64x2.relaxed_madd
        v128.store offset=16
        local.get $31
        local.get $14
        local.get $18
        local.get $31
        v128.load
        f64x2.relaxed_madd
        v128.store
        local.get $31
        local.get $14
        local.get $27
        local.get $31
        v128.load offset=16
        f64x2.relaxed_madd
        v128.store offset=16
        local.get $7
        local.get $14
        local.get $19
        local.get $7
        v128.load offset=32
        f64x2.relaxed_madd
        v128.store offset=32
        local.get $7
        local.get $14
        local.get $28
        local.get $7
        v128.load offset=48
        f64x2.relaxed_madd
        v128.store offset=48
        local.get $31
        local.get $14
        local.get $15
        local.get $31
        v128.load offset=32
        f64x2.relaxed_madd
        v128.store offset=32
        local.get $31
        local.get $14
        local.get $16
        local.get $31
        v128.load offset=48
        f64x2.relaxed_madd
        v128.store offset=48
        local.get $7
        i32.const -64
        i32.sub
        local.set $7
        local.get $6
        i32.const 16
        i32.add
        local.set $6
        br $while-continue|4
       end
      end
      local.get $7
      local.get $33
      i32.eq
      if
       local.get $6
       local.get $24
       i32.add
       local.set $9
       local.get $2
       local.set $0
       local.get $7
       local.get $22
       i32.add
       local.set $30
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $17
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $19
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $15
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $16
       loop $while-continue|6
        local.get $6
        local.get $9
        i32.ne
        if
         local.get $6
         v128.load64_splat
         local.tee $18
         local.get $0
         v128.load
         local.get $17
         f64x2.relaxed_madd
         local.set $17
         local.get $18
         local.get $0
         v128.load offset=16
         local.get $19
         f64x2.relaxed_madd
         local.set $19
         local.get $18
         local.get $0
         v128.load offset=32
         local.get $15
         f64x2.relaxed_madd
         local.set $15
         local.get $18
         local.get $0
         v128.load offset=48
         local.get $16
         f64x2.relaxed_madd
         local.set $16
         local.get $0
         local.get $21
         i32.add
         local.set $0
         local.get $6
         local.get $23
         i32.add
         local.set $6
         br $while-continue|6
        end
       end
       local.get $7
       local.get $14
       local.get $17
       local.get $7
       v128.load
       f64x2.relaxed_madd
       v128.store
       local.get $7
       local.get $14
       local.get $19
       local.get $7
       v128.load offset=16
       f64x2.relaxed_madd
       v128.store offset=16
       local.get $30
       local.get $14
       local.get $15
       local.get $30
       v128.load
       f64x2.relaxed_madd
       v128.store
       local.get $30
       local.get $14
       local.get $16
       local.get $30
       v128.load offset=16
       f64x2.relaxed_madd
       v128.store offset=16
      end
      local.get $2
      i32.const -64
      i32.sub
      local.set $2
      local.get $3
      local.get $22
      i32.const 1
      i32.shl
      i32.add
      local.set $3
      local.get $25
      i32.const 1
      i32.sub
      local.set $25
      br $for-loop|3
     end
    end
    local.get $29
    i32.const 1
    i32.and
    if
     local.get $3
     local.get $22
     i32.add
     i32.const 32
     i32.sub
     local.set $0
     loop $while-continue|7
      local.get $0
      local.get $3
      i32.gt_u
      if
       local.get $24
       local.get $5
       local.tee $7
       i32.add
       local.set $9
       local.get $2
       local.set $6
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $17
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $18
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $15
       v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
       local.set $16
       loop $while-continue|8
        local.get $7
        local.get $9
        i32.ne
        if
         local.get $7
         v128.load64_splat
         local.tee $19
         local.get $6
         v128.load
         local.tee $26
         local.get $17
         f64x2.relaxed_madd
         local.set $17
         local.get $7
         v128.load64_splat offset=8
         local.tee $27
         local.get $26
         local.get $15
         f64x2.relaxed_madd
         local.set $15
         local.get $19
         local.get $6
         v128.load offset=16
         local.tee $19
         local.get $18
         f64x2.relaxed_madd
         local.set $18
         local.get $27
         local.get $19
         local.get $16
         f64x2.relaxed_madd
         local.set $16
         local.get $6
         local.get $21
         i32.add
         local.set $6
         local.get $7
         local.get $23
         i32.add
         local.set $7
         br $while-continue|8
        end
       end
       local.get $3
       local.get $14
       local.get $17
       local.get $3
       v128.load
       f64x2.relaxed_madd
       v128.store
       local.get $3
       local.get $14
       local.get $18
       local.get $3
       v128.load offset=16
       f64x2.relaxed_madd
       v128.store offset=16
       local.get $3
       local.get $14
       local.get $15
       local.get $3
       v128.load offset=32
       f64x2.relaxed_madd
       v128.store offset=32
       local.get $3
       local.get $14
       local.get $16
       local.get $3
       v128.load offset=48
       f64x2.relaxed_madd
       v128.store offset=48
       local.get $3
       i32.const -64
       i32.sub
       local.set $3
       local.get $5
       i32.const 16
       i32.add
       local.set $5
       br $while-continue|7
      end
     end
     local.get $0
     local.get $3
     i32.eq
     if
      local.get $5
      local.get $24
      i32.add
      local.set $0
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $15
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $16
      loop $while-continue|9
       local.get $0
       local.get $5
       i32.ne
       if
        local.get $5
        v128.load64_splat
        local.tee $17
        local.get $2
        v128.load
        local.get $15
        f64x2.relaxed_madd
        local.set $15
        local.get $17
        local.get $2
        v128.load offset=16
        local.get $16
        f64x2.relaxed_madd
        local.set $16
        local.get $2
        local.get $21
        i32.add
        local.set $2
        local.get $5
        local.get $23
        i32.add
        local.set $5
        br $while-continue|9
       end
      end
      local.get $3
      local.get $14
      local.get $15
      local.get $3
      v128.load
      f64x2.relaxed_madd
      v128.store
      local.get $3
      local.get $14
      local.get $16
      local.get $3
      v128.load offset=16
      f64x2.relaxed_madd
      v128.store offset=16
     end
    end
    local.get $20
    i32.const 32
    i32.add
    local.set $20
    br $for-loop|0
   end
  end
 )
