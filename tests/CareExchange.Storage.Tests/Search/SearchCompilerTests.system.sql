-- _type=Patient,Observation&_lastUpdated=ge2026-03-01
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT * FROM (
SELECT * FROM (SELECT r.rid AS rid
FROM resource r
WHERE r.type = $2
  AND r.deleted = 0
  AND r.category IN ($3, $4) AND r.person IS NOT NULL AND r.person = $5
  AND r.updated >= $6
ORDER BY r.rid
LIMIT $1) p
UNION ALL
SELECT * FROM (SELECT r.rid AS rid
FROM resource r
WHERE r.type = $7
  AND r.deleted = 0
  AND r.category IN ($3, $4) AND r.person IS NOT NULL AND r.person = $8
  AND r.updated >= $9
ORDER BY r.rid
LIMIT $1) p) m
ORDER BY m.rid
LIMIT $1) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.rid

-- _type=Patient,Observation&_lastUpdated=ge2026-03-01
SELECT (SELECT count(*)
FROM resource r
WHERE r.type = $1
  AND r.deleted = 0
  AND r.category IN ($2, $3) AND r.person IS NOT NULL AND r.person = $4
  AND r.updated >= $5)
 + (SELECT count(*)
FROM resource r
WHERE r.type = $6
  AND r.deleted = 0
  AND r.category IN ($2, $3) AND r.person IS NOT NULL AND r.person = $7
  AND r.updated >= $8)

-- _type=Patient,Observation&identifier=urn:x|1&_sort=-_lastUpdated
SELECT r.id, r.rid, (SELECT max(rid) FROM resource), k.k1
FROM (SELECT * FROM (
SELECT * FROM (SELECT * FROM (SELECT d.rid AS rid, r.updated AS k1
FROM (SELECT i.rid FROM index_token i WHERE i.param = $2 AND i.code = $3 AND i.system = $4 UNION SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $5 AND i.code = $6 AND i.code_system = $7 AND i.value IN ($8, $9) AND h.person IS NOT NULL AND h.person = $10 AND h.rid = i.rid) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $11
  AND r.deleted = 0
  AND r.category IN ($8, $9) AND r.person IS NOT NULL AND r.person = $12) b
ORDER BY b.k1 DESC, b.rid DESC
LIMIT $1) p
UNION ALL
SELECT * FROM (SELECT * FROM (SELECT d.rid AS rid, r.updated AS k1
FROM index_token d CROSS JOIN resource r
WHERE d.param = $13 AND d.code = $14 AND d.system = $15
  AND r.rid = d.rid
  AND r.type = $16
  AND r.deleted = 0
  AND r.category IN ($8, $9) AND r.person IS NOT NULL AND r.person = $17) b
ORDER BY b.k1 DESC, b.rid DESC
LIMIT $1) p) m
ORDER BY m.k1 DESC, m.rid DESC
LIMIT $1) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.k1 DESC, k.rid DESC

-- _type=Patient,Observation&identifier=urn:x|1&_sort=-_lastUpdated
SELECT (SELECT count(*)
FROM (SELECT i.rid FROM index_token i WHERE i.param = $1 AND i.code = $2 AND i.system = $3 UNION SELECT i.rid FROM index_composite i CROSS JOIN resource h WHERE i.param = $4 AND i.code = $5 AND i.code_system = $6 AND i.value IN ($7, $8) AND h.person IS NOT NULL AND h.person = $9 AND h.rid = i.rid) d CROSS JOIN resource r
WHERE r.rid = d.rid
  AND r.type = $10
  AND r.deleted = 0
  AND r.category IN ($7, $8) AND r.person IS NOT NULL AND r.person = $11)
 + (SELECT count(*)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $12 AND d.code = $13 AND d.system = $14
  AND r.rid = d.rid
  AND r.type = $15
  AND r.deleted = 0
  AND r.category IN ($7, $8) AND r.person IS NOT NULL AND r.person = $16)

-- _type=Patient,Observation&_tag=t&_total=accurate
SELECT r.id, r.rid, (SELECT max(rid) FROM resource)
FROM (SELECT * FROM (
SELECT * FROM (SELECT d.rid AS rid
FROM index_token d CROSS JOIN resource r
WHERE d.param = $2 AND d.code = $3
  AND NOT EXISTS (SELECT 1 FROM index_token e WHERE e.param = d.param AND e.code = d.code AND e.rid = d.rid AND e.system < d.system)
  AND r.rid = d.rid
  AND r.type = $4
  AND r.deleted = 0
  AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $7
ORDER BY d.rid
LIMIT $1) p
UNION ALL
SELECT * FROM (SELECT d.rid AS rid
FROM index_token d CROSS JOIN resource r
WHERE d.param = $8 AND d.code = $9
  AND NOT EXISTS (SELECT 1 FROM index_token e WHERE e.param = d.param AND e.code = d.code AND e.rid = d.rid AND e.system < d.system)
  AND r.rid = d.rid
  AND r.type = $10
  AND r.deleted = 0
  AND r.category IN ($5, $6) AND r.person IS NOT NULL AND r.person = $11
ORDER BY d.rid
LIMIT $1) p) m
ORDER BY m.rid
LIMIT $1) k CROSS JOIN resource r
WHERE r.rid = k.rid
ORDER BY k.rid

-- _type=Patient,Observation&_tag=t&_total=accurate
SELECT (SELECT count(*)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $1 AND d.code = $2
  AND NOT EXISTS (SELECT 1 FROM index_token e WHERE e.param = d.param AND e.code = d.code AND e.rid = d.rid AND e.system < d.system)
  AND r.rid = d.rid
  AND r.type = $3
  AND r.deleted = 0
  AND r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $6)
 + (SELECT count(*)
FROM index_token d CROSS JOIN resource r
WHERE d.param = $7 AND d.code = $8
  AND NOT EXISTS (SELECT 1 FROM index_token e WHERE e.param = d.param AND e.code = d.code AND e.rid = d.rid AND e.system < d.system)
  AND r.rid = d.rid
  AND r.type = $9
  AND r.deleted = 0
  AND r.category IN ($4, $5) AND r.person IS NOT NULL AND r.person = $10)
