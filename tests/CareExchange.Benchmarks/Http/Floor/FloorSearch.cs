namespace CareExchange.Benchmarks.Http.Floor;

/// <summary>One search as a person would write it by hand for one purpose.</summary>
/// <param name="Name">Its name in the floor's addresses.</param>
/// <param name="Sql">The statement, with <c>$1, $2 …</c>.</param>
internal sealed record FloorSearch(string Name, string Sql)
{
    /// <summary>Rows per page, as the gateway's default.</summary>
    public const int Page = 20;

    /// <summary>Every search of the floor.</summary>
    public static IReadOnlyDictionary<string, FloorSearch> All { get; } = new FloorSearch[]
    {
        new("identifier", $"SELECT r.json FROM entry d CROSS JOIN resource r WHERE d.name = 'identifier' AND d.value = $1 AND r.rid = d.rid AND r.type = 'Patient' ORDER BY d.rid LIMIT {Page + 1}"),
        new("patient-code-date", $"SELECT r.json FROM entry d CROSS JOIN resource r WHERE d.name = 'patient-code-date' AND d.value >= $1 AND d.value < $2 AND r.rid = d.rid LIMIT {Page + 1}"),
        new("include", "SELECT r.json FROM resource r WHERE r.type = 'Observation' AND r.id = $1 UNION ALL SELECT p.json FROM resource r CROSS JOIN resource p WHERE r.type = 'Observation' AND r.id = $1 AND p.type = 'Patient' AND p.id = r.person"),
        new("chain", $"SELECT r.json FROM entry d CROSS JOIN resource p CROSS JOIN entry x CROSS JOIN resource r WHERE d.name = 'identifier' AND d.value = $1 AND p.rid = d.rid AND x.name = 'observed' AND x.value = p.id AND r.rid = x.rid ORDER BY x.rid LIMIT {Page + 1}"),
        new("has", $"SELECT r.json FROM entry d CROSS JOIN resource r WHERE d.name = 'identifier' AND d.value = $1 AND r.rid = d.rid AND r.type = 'Patient' AND EXISTS (SELECT 1 FROM entry x WHERE x.name = 'patient-code' AND x.value = r.id || $2) LIMIT {Page + 1}"),
    }.ToDictionary(search => search.Name, StringComparer.Ordinal);
}
