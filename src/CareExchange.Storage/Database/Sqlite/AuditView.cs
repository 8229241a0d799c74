namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A trail as whoever reads sees it. Records say mostly the same, so <c>json</c> may be a difference (<see cref="RecordDelta"/>) from that of the row which <c>base</c> names.</summary>
internal static class AuditView
{
    /// <summary>Puts the whole records in the place of the table, for one connection.</summary>
    public const string Sql = $"""
        CREATE TEMP VIEW audit AS SELECT {Head}, {Json}, shard, base FROM main.audit AS one
        """;

    private const string Head = "sequence, previous_hash, hash, id, recorded, action, outcome, agent, organization, person";
    private const string Json = $"CASE WHEN one.base IS NULL THEN one.json ELSE {SqliteFunctions.WholeRecord}(one.json, (SELECT whole.json FROM main.audit AS whole WHERE whole.sequence = one.base)) END AS json";
}
