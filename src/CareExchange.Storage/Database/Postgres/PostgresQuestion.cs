using System.Data.Common;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>A statement that somebody waits for the rows of.</summary>
internal abstract class PostgresQuestion(Statement statement)
{
    public Statement Statement { get; } = statement;

    /// <summary>True, and it is told, where nobody waits any more.</summary>
    public abstract bool IsGivenUp();

    /// <summary>Reads its rows; asked again it begins anew.</summary>
    public abstract Task ReadAsync(DbDataReader reader, CancellationToken cancellationToken);

    /// <summary>Tells what was read.</summary>
    public abstract void End();

    /// <summary>Tells why nothing could be.</summary>
    public abstract void Fail(Exception problem);
}
