 (func $assembly/net/step/netForwardF64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 f64) (param $5 i32) (param $6 f64) (param $7 i32) (param $8 i32) (param $9 i32) (param $10 i32) (param $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 v128)
  (local $16 i32)
  (local $17 v128)
  (local $18 v128)
  (local $19 i32)
  (local $20 i32)
  (local $21 v128)
  (local $22 i32)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 v128)
  (local $27 i32)
  (local $28 i32)
  (local $29 i32)
  (local $30 i32)
  (local $31 i32)
  (local $32 i32)
  (local $33 i32)
  (local $34 i32)
  (local $35 i32)
  (local $36 i32)
  (local $37 i32)
  (local $38 i32)
  (local $39 i32)
  (local $40 i32)
  (local $41 v128)
  (local $42 v128)
  (local $43 v128)
  (local $44 v128)
  (local $45 v128)
  (local $46 v128)
  (local $47 v128)
  (local $48 i32)
  local.get $1
  local.set $13
  local.get $10
  local.set $14
  local.get $3
  i32.const 3
  i32.shl
  local.set $22
  local.get $0
  local.tee $12
  i32.const 5
  i32.shl
  local.tee $32
  local.get $2
  i32.const 3
  i32.shl
  i32.const 5
  i32.shr_u
  local.tee $33
  i32.mul
  i32.const 49151
  i32.add
  i32.const 49152
  i32.div_u
  local.tee $0
  local.get $33
  i32.add
  i32.const 1
  i32.sub
  local.get $0
  i32.div_u
  local.set $34
  loop $for-loop|0
   local.get $29
   local.get $33
   i32.lt_u
   if
    local.get $34
    local.get $33
    local.get $29
    i32.sub
    local.tee $0
    local.get $0
    local.get $34
    i32.gt_u
    select
    i32.const 5
    i32.shl
    local.set $31
    local.get $7
    local.get $29
    local.get $32
    i32.mul
    i32.add
    local.set $2
    local.get $8
    local.get $29
    i32.const 5
    i32.shl
    i32.add
    local.set $37
    i32.const 0
    local.set $28
    loop $for-loop|1
     local.get $13
     local.get $28
     i32.gt_s
     if
      local.get $37
      local.get $22
      local.get $28
      i32.mul
      i32.add
      local.set $0
      local.get $28
      i32.const 4
      i32.rem_s
      i32.const 3
      i32.shl
      local.tee $3
      local.get $14
      local.get $28
      i32.const 4
      i32.div_s
      local.get $12
      i32.mul
      i32.const 5
      i32.shl
      local.tee $10
      i32.add
      i32.add
      local.set $1
      local.get $9
      local.get $10
      i32.add
      local.get $3
      i32.add
      local.set $30
      local.get $29
      if (result i32)
       local.get $1
      else
       local.get $5
       if (result i32)
        local.get $7
        local.get $28
        i32.const 4
        i32.div_s
        local.get $12
        i32.mul
        i32.const 5
        i32.shl
        i32.add
        local.get $28
        i32.const 4
        i32.rem_s
        i32.const 3
        i32.shl
        i32.add
       else
        i32.const 0
       end
      end
      local.set $3
      block $for-continue|1
       local.get $9
       i32.const 0
       local.get $12
       i32.const 1
       i32.eq
       select
       if
        local.get $2
        local.set $10
        local.get $6
        local.get $30
        f64.load
        f64.mul
        f64x2.splat
        local.set $41
        local.get $6
        local.get $30
        f64.load offset=8
        f64.mul
        f64x2.splat
        local.set $42
        local.get $6
        local.get $30
        f64.load offset=16
        f64.mul
        f64x2.splat
        local.set $43
        local.get $6
        local.get $30
        f64.load offset=24
        f64.mul
        f64x2.splat
        local.set $44
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $15
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $23
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $17
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $18
        local.get $22
        local.get $22
        local.get $0
        local.get $22
        i32.add
        local.tee $20
        i32.add
        local.tee $16
        i32.add
        local.set $19
        local.get $0
        local.get $31
        i32.add
        local.set $27
        loop $while-continue|2
         local.get $0
         local.get $27
         i32.ne
         if
          local.get $0
          local.get $41
          local.get $10
          v128.load
          local.tee $45
          local.get $0
          v128.load
          local.tee $46
          f64x2.relaxed_madd
          v128.store
          local.get $20
          local.get $42
          local.get $45
          local.get $20
          v128.load
          local.tee $21
          f64x2.relaxed_madd
          v128.store
          local.get $16
          local.get $43
          local.get $45
          local.get $16
          v128.load
          local.tee $24
          f64x2.relaxed_madd
          v128.store
          local.get $19
          local.get $44
          local.get $45
          local.get $19
          v128.load
          local.tee $25
          f64x2.relaxed_madd
          v128.store
          local.get $0
          v128.load offset=16
          local.tee $26
          local.get $10
          v128.load offset=16
          local.tee $47
          local.get $46
          local.get $45
          local.get $15
          f64x2.relaxed_madd
          f64x2.relaxed_madd
          local.set $15
          local.get $0
          local.get $41
          local.get $47
          local.get $26
          f64x2.relaxed_madd
          v128.store offset=16
          local.get $20
          v128.load offset=16
          local.tee $26
          local.get $47
          local.get $21
          local.get $45
          local.get $23
          f64x2.relaxed_madd
          f64x2.relaxed_madd
          local.set $23
          local.get $20
          local.get $42
          local.get $47
          local.get $26
          f64x2.relaxed_madd
          v128.store offset=16
          local.get $16
          v128.load offset=16
          local.tee $21
          local.get $47
          local.get $24
          local.get $45
          local.get $17
          f64x2.relaxed_madd
          f64x2.relaxed_madd
          local.set $17
          local.get $16
          local.get $43
          local.get $47
          local.get $21
          f64x2.relaxed_madd
          v128.store offset=16
          local.get $19
          v128.load offset=16
          local.tee $21
          local.get $47
          local.get $25
          local.get $45
          local.get $18
          f64x2.relaxed_madd
          f64x2.relaxed_madd
          local.set $18
          local.get $19
          local.get $44
          local.get $47
          local.get $21
          f64x2.relaxed_madd
          v128.store offset=16
          local.get $0
          i32.const 32
          i32.add
          local.set $0
          local.get $20
          i32.const 32
          i32.add
          local.set $20
          local.get $16
          i32.const 32
          i32.add
          local.set $16
          local.get $19
          i32.const 32
          i32.add
          local.set $19
          local.get $10
          i32.const 32
          i32.add
          local.set $10
          br $while-continue|2
         end
        end
        local.get $4
        f64x2.splat
        local.tee $21
        local.get $15
        local.get $23
        i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
        local.get $15
        local.get $23
        i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
        f64x2.add
        f64x2.mul
        local.set $15
        local.get $21
        local.get $17
        local.get $18
        i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
        local.get $17
        local.get $18
        i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
        f64x2.add
        f64x2.mul
        local.set $17
        local.get $1
        local.get $3
        if (result v128)
         local.get $3
         v128.load
         local.get $15
         f64x2.add
        else
         local.get $15
        end
        v128.store
        local.get $1
        local.get $3
        if (result v128)
         local.get $3
         v128.load offset=16
         local.get $17
         f64x2.add
        else
         local.get $17
        end
        v128.store offset=16
        br $for-continue|1
       end
       i32.const 0
       local.set $19
       loop $for-loop|3
        local.get $19
        i32.const 1
        i32.add
        local.get $12
        i32.lt_s
        if
         local.get $19
         i32.const 5
         i32.shl
         local.tee $10
         local.get $2
         i32.add
         local.set $38
         local.get $1
         local.get $10
         i32.add
         local.set $39
         local.get $3
         local.get $10
         i32.add
         i32.const 0
         local.get $3
         select
         local.set $48
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $15
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $24
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $17
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $18
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $25
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $21
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $23
         v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
         local.set $26
         i32.const 0
         local.set $10
         loop $for-loop|4
          local.get $10
          i32.const 32
          i32.lt_u
          if
           local.get $0
           local.get $10
           i32.add
           local.tee $27
           local.get $22
           i32.add
           local.tee $35
           local.get $22
           i32.add
           local.tee $36
           local.get $22
           i32.add
           local.set $20
           local.get $10
           local.get $38
           i32.add
           local.set $16
           local.get $27
           local.get $31
           i32.add
           local.set $40
           loop $while-continue|5
            local.get $27
            local.get $40
            i32.ne
            if
             local.get $27
             v128.load
             local.tee $41
             local.get $16
             v128.load
             local.tee $42
             local.get $15
             f64x2.relaxed_madd
             local.set $15
             local.get $41
             local.get $16
             v128.load offset=32
             local.tee $41
             local.get $25
             f64x2.relaxed_madd
             local.set $25
             local.get $35
             v128.load
             local.tee $43
             local.get $42
             local.get $24
             f64x2.relaxed_madd
             local.set $24
             local.get $43
             local.get $41
             local.get $21
             f64x2.relaxed_madd
             local.set $21
             local.get $36
             v128.load
             local.tee $43
             local.get $42
             local.get $17
             f64x2.relaxed_madd
             local.set $17
             local.get $43
             local.get $41
             local.get $23
             f64x2.relaxed_madd
             local.set $23
             local.get $20
             v128.load
             local.tee $43
             local.get $42
             local.get $18
             f64x2.relaxed_madd
             local.set $18
             local.get $43
             local.get $41
             local.get $26
             f64x2.relaxed_madd
             local.set $26
             local.get $27
             i32.const 32
             i32.add
             local.set $27
             local.get $35
             i32.const 32
             i32.add
             local.set $35
             local.get $36
             i32.const 32
             i32.add
             local.set $36
             local.get $20
             i32.const 32
             i32.add
             local.set $20
             local.get $16
             local.get $32
             i32.add
             local.set $16
             br $while-continue|5
            end
           end
           local.get $10
           i32.const 16
           i32.add
           local.set $10
           br $for-loop|4
          end
         end
         local.get $4
         f64x2.splat
         local.tee $41
         local.get $15
         local.get $24
         i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
         local.get $15
         local.get $24
         i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
         f64x2.add
         f64x2.mul
         local.set $15
         local.get $41
         local.get $17
         local.get $18
         i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
         local.get $17
         local.get $18
         i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
         f64x2.add
         f64x2.mul
         local.set $17
         local.get $39
         local.get $48
         if (result v128)
          local.get $48
          v128.load
          local.get $15
          f64x2.add
         else
          local.get $15
         end
         v128.store
         local.get $39
         local.get $48
         if (result v128)
          local.get $48
          v128.load offset=16
          local.get $17
          f64x2.add
         else
          local.get $17
         end
         v128.store offset=16
         local.get $4
         f64x2.splat
         local.tee $15
         local.get $25
         local.get $21
         i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
         local.get $25
         local.get $21
         i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
         f64x2.add
         f64x2.mul
         local.set $17
         local.get $15
         local.get $23
         local.get $26
         i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
         local.get $23
         local.get $26
         i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
         f64x2.add
         f64x2.mul
         local.set $15
         local.get $39
         local.get $48
         i32.const 32
         i32.add
         i32.const 0
         local.get $48
         select
         local.tee $10
         if (result v128)
          local.get $10
          v128.load
          local.get $17
          f64x2.add
         else
          local.get $17
         end
         v128.store offset=32
         local.get $39
         local.get $10
         if (result v128)
          local.get $10
          v128.load offset=16
          local.get $15
          f64x2.add
         else
          local.get $15
         end
         v128.store offset=48
         local.get $19
         i32.const 2
         i32.add
         local.set $19
         br $for-loop|3
        end
       end
       local.get $12
       local.get $19
       i32.gt_s
       if
        local.get $19
        i32.const 5
        i32.shl
        local.tee $10
        local.get $2
        i32.add
        local.set $16
        local.get $1
        local.get $10
        i32.add
        local.set $20
        local.get $3
        local.get $10
        i32.add
        i32.const 0
        local.get $3
        select
        local.set $3
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $15
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $21
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $17
        v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
        local.set $18
        local.get $0
        local.set $1
        local.get $22
        local.get $22
        local.get $0
        local.get $22
        i32.add
        local.tee $19
        i32.add
        local.tee $10
        i32.add
        local.set $27
        local.get $0
        local.get $31
        i32.add
        local.set $35
        loop $while-continue|6
         local.get $1
         local.get $35
         i32.ne
         if
          local.get $1
          v128.load offset=16
          local.get $16
          v128.load offset=16
          local.tee $23
          local.get $1
          v128.load
          local.get $16
          v128.load
          local.tee $24
          local.get $15
          f64x2.relaxed_madd
          f64x2.relaxed_madd
          local.set $15
          local.get $19
          v128.load offset=16
          local.get $23
          local.get $19
          v128.load
          local.get $24
          local.get $21
          f64x2.relaxed_madd
          f64x2.relaxed_madd
          local.set $21
          local.get $10
          v128.load offset=16
          local.get $23
          local.get $10
          v128.load
          local.get $24
          local.get $17
          f64x2.relaxed_madd
          f64x2.relaxed_madd
          local.set $17
          local.get $27
          v128.load offset=16
          local.get $23
          local.get $27
          v128.load
          local.get $24
          local.get $18
          f64x2.relaxed_madd
          f64x2.relaxed_madd
          local.set $18
          local.get $1
          i32.const 32
          i32.add
          local.set $1
          local.get $19
          i32.const 32
          i32.add
          local.set $19
          local.get $10
          i32.const 32
          i32.add
          local.set $10
          local.get $27
          i32.const 32
          i32.add
          local.set $27
          local.get $16
          local.get $32
          i32.add
          local.set $16
          br $while-continue|6
         end
        end
        local.get $4
        f64x2.splat
        local.tee $23
        local.get $15
        local.get $21
        i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
        local.get $15
        local.get $21
        i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
        f64x2.add
        f64x2.mul
        local.set $15
        local.get $23
        local.get $17
        local.get $18
        i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
        local.get $17
        local.get $18
        i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
        f64x2.add
        f64x2.mul
        local.set $17
        local.get $20
        local.get $3
        if (result v128)
         local.get $3
         v128.load
         local.get $15
         f64x2.add
        else
         local.get $15
        end
        v128.store
        local.get $20
        local.get $3
        if (result v128)
         local.get $3
         v128.load offset=16
         local.get $17
         f64x2.add
        else
         local.get $17
        end
        v128.store offset=16
       end
       local.get $9
       i32.eqz
       br_if $for-continue|1
       i32.const 0
       local.set $1
       loop $for-loop|7
        local.get $1
        local.get $12
        i32.lt_s
        if
         local.get $1
         i32.const 5
         i32.shl
         local.tee $3
         local.get $30
         i32.add
         local.set $10
         local.get $3
         local.get $11
         i32.add
         local.set $16
         i32.const 0
         local.set $3
         loop $for-loop|8
          local.get $3
          i32.const 4
          i32.lt_u
          if
           local.get $16
           local.get $3
           i32.const 3
           i32.shl
           local.tee $19
           i32.add
           local.get $6
           local.get $10
           local.get $19
           i32.add
           f64.load
           f64.mul
           f64.store
           local.get $3
           i32.const 1
           i32.add
           local.set $3
           br $for-loop|8
          end
         end
         local.get $1
         i32.const 1
         i32.add
         local.set $1
         br $for-loop|7
        end
       end
       local.get $2
       local.set $3
       local.get $22
       local.get $22
       local.get $0
       local.get $22
       i32.add
       local.tee $10
       i32.add
       local.tee $20
       i32.add
       local.set $16
       local.get $0
       local.get $31
       i32.add
       local.set $19
       local.get $11
       local.get $12
       i32.const 5
       i32.shl
       i32.add
       local.set $27
       loop $while-continue|9
        local.get $0
        local.get $19
        i32.ne
        if
         local.get $0
         v128.load
         local.set $17
         local.get $0
         v128.load offset=16
         local.set $18
         local.get $10
         v128.load
         local.set $25
         local.get $10
         v128.load offset=16
         local.set $21
         local.get $20
         v128.load
         local.set $23
         local.get $20
         v128.load offset=16
         local.set $26
         local.get $16
         v128.load
         local.set $15
         local.get $16
         v128.load offset=16
         local.set $24
         local.get $11
         local.set $1
         loop $while-continue|10
          local.get $1
          local.get $27
          i32.ne
          if
           local.get $1
           v128.load64_splat
           local.tee $41
           local.get $3
           v128.load
           local.tee $42
           local.get $17
           f64x2.relaxed_madd
           local.set $17
           local.get $41
           local.get $3
           v128.load offset=16
           local.tee $41
           local.get $18
           f64x2.relaxed_madd
           local.set $18
           local.get $1
           v128.load64_splat offset=8
           local.tee $43
           local.get $42
           local.get $25
           f64x2.relaxed_madd
           local.set $25
           local.get $43
           local.get $41
           local.get $21
           f64x2.relaxed_madd
           local.set $21
           local.get $1
           v128.load64_splat offset=16
           local.tee $43
           local.get $42
           local.get $23
           f64x2.relaxed_madd
           local.set $23
           local.get $43
           local.get $41
           local.get $26
           f64x2.relaxed_madd
           local.set $26
           local.get $1
           v128.load64_splat offset=24
           local.tee $43
           local.get $42
           local.get $15
           f64x2.relaxed_madd
           local.set $15
           local.get $43
           local.get $41
           local.get $24
           f64x2.relaxed_madd
           local.set $24
           local.get $3
           i32.const 32
           i32.add
           local.set $3
           local.get $1
           i32.const 32
           i32.add
           local.set $1
           br $while-continue|10
          end
         end
         local.get $0
         local.get $17
         v128.store
         local.get $0
         local.get $18
         v128.store offset=16
         local.get $10
         local.get $25
         v128.store
         local.get $10
         local.get $21
         v128.store offset=16
         local.get $20
         local.get $23
         v128.store
         local.get $20
         local.get $26
         v128.store offset=16
         local.get $16
         local.get $15
         v128.store
         local.get $16
         local.get $24
         v128.store offset=16
         local.get $0
         i32.const 32
         i32.add
         local.set $0
         local.get $10
         i32.const 32
         i32.add
         local.set $10
         local.get $20
         i32.const 32
         i32.add
         local.set $20
         local.get $16
         i32.const 32
         i32.add
         local.set $16
         br $while-continue|9
        end
       end
      end
      local.get $28
      i32.const 4
      i32.add
      local.set $28
      br $for-loop|1
     end
    end
    local.get $29
    local.get $34
    i32.add
    local.set $29
    br $for-loop|0
   end
  end
 )
