namespace CareExchange.Exchange.Exporting;

/// <summary>One file of an export.</summary>
/// <param name="Name">Its name, such as <c>Patient.1</c>.</param>
/// <param name="Type">The type of its resources; <c>Bundle</c> for deletions.</param>
/// <param name="Count">How many resources it names.</param>
public sealed record ExportFile(string Name, string Type, long Count)
{
    /// <summary>The name under which deletions stand.</summary>
    public const string Deletions = "deleted";

    /// <summary>True where it tells deletions.</summary>
    public bool IsDeletions => Name.StartsWith(Deletions, StringComparison.Ordinal);
}
