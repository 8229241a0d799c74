namespace CareExchange.Benchmarks.Http;

/// <summary>What <c>http</c> was asked to do.</summary>
/// <param name="Database"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Connection">Npgsql connection string of a server where databases may be made; null for SQLite.</param>
/// <param name="Seconds">How long each loop of a question runs against each server.</param>
/// <param name="Patients">Persons of the town.</param>
/// <param name="Resources">Resources of each.</param>
/// <param name="Questions">Names, or beginnings of names, of the questions; empty for all.</param>
/// <param name="Keep">A folder whose data is kept and used again; null for a temporary one.</param>
/// <param name="WarmUp">How many seconds each question is asked of each server before anything is measured.</param>
internal sealed record HttpOptions(string Database, string? Connection, double Seconds, int Patients, int Resources, IReadOnlyList<string> Questions, string? Keep, double WarmUp)
{
    /// <summary>Where a published command stands that is measured as it is; null to publish the sources.</summary>
    public string? Gateway { get; init; }

    /// <summary>The connections of closed loops, in place of each question's own, and no open loop; empty for those.</summary>
    public IReadOnlyList<int> Connections { get; init; } = [];

    /// <summary>Of how many persons is asked.</summary>
    public required int Among { get; init; }

    /// <summary>Variables of the gateway's process, for comparing settings of the runtime.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>True where a question is to be asked.</summary>
    public bool Asks(string question) => Questions.Count == 0 || Questions.Any(name => question.StartsWith(name, StringComparison.Ordinal));
}
