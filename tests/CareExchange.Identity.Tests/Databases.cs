using System.Collections;

namespace CareExchange.Identity.Tests;

/// <summary>The databases the account stores run on. PostgreSQL only where CAREEXCHANGE_TEST_POSTGRES holds a connection string.</summary>
public sealed class Databases : IEnumerable<TheoryDataRow<DatabaseKind>>
{
    public const string PostgresVariable = "CAREEXCHANGE_TEST_POSTGRES";

    public static string? Postgres => Environment.GetEnvironmentVariable(PostgresVariable);

    public IEnumerator<TheoryDataRow<DatabaseKind>> GetEnumerator()
    {
        yield return new TheoryDataRow<DatabaseKind>(DatabaseKind.Sqlite);
        yield return new TheoryDataRow<DatabaseKind>(DatabaseKind.Postgres)
        {
            Skip = string.IsNullOrEmpty(Postgres) ? $"{PostgresVariable} holds no connection string." : null,
        };
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
