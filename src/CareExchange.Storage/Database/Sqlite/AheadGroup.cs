namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Rows of new resources and of the audit trail that are durable and not yet in the database's transaction.</summary>
/// <param name="Transaction">The number of the transaction that they belong to.</param>
/// <param name="Record">The rows as <see cref="LoggedChanges"/> wrote them down.</param>
/// <param name="Tables">The tables of the record, in its order.</param>
internal sealed record AheadGroup(int Transaction, ArraySegment<byte> Record, IReadOnlyList<TableShape> Tables);
