namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Rows of new resources and of the audit trail that are durable and not yet in the database's transaction.</summary>
/// <param name="Transaction">The number of the transaction that they belong to.</param>
/// <param name="Tables">The rows, in an order in which they can be added.</param>
internal sealed record AheadGroup(int Transaction, IReadOnlyList<TableRows> Tables);
