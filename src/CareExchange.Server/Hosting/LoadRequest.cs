namespace CareExchange.Server.Hosting;

/// <summary>Files that are to be loaded, and whose contribution they are.</summary>
/// <param name="Files">In the order of their loading: NDJSON (.ndjson, .jsonl), JSON or XML documents, each also packed as .gz.</param>
/// <param name="OrganizationId">Id of the Organization that contributes them.</param>
/// <param name="OrganizationDisplay">Its name, for the audit.</param>
public sealed record LoadRequest(IReadOnlyList<FileInfo> Files, string OrganizationId, string OrganizationDisplay)
{
    /// <summary>Where refused lines are told, as NDJSON of OperationOutcomes; written only where there are any.</summary>
    public required FileInfo Errors { get; init; }

    /// <summary>Who loads, for the audit.</summary>
    public string Agent { get; init; } = "operator";
}
