namespace CareExchange.Storage.Database;

/// <summary>What a transaction takes to be new: where nothing of it stands, it only adds rows, and asks the database for nothing.</summary>
/// <param name="Names">Everything that must not stand: resources by type and id, and whatever else has a name. None where an id was made for it.</param>
/// <param name="AreAbsentAsync">Looks for them in the file.</param>
internal sealed record AheadClaim(IReadOnlyList<(string Type, string Id)> Names, Func<DatabaseSession, Task<bool>> AreAbsentAsync)
{
    /// <summary>All of it is new, and nobody can have used its names.</summary>
    public static AheadClaim New { get; } = new([], static _ => Task.FromResult(true));

    /// <summary>True where Consents are among it: they are told ahead as rows only, and where nobody reads (<see cref="Sqlite.ConsentLooks"/>).</summary>
    public bool HasConsents { get; init; }
}
