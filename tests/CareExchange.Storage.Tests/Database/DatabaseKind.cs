namespace CareExchange.Storage.Tests.Database;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
