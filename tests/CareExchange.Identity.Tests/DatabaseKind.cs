namespace CareExchange.Identity.Tests;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
