namespace CareExchange.Server.Hosting;

/// <summary>An organisation that sends nothing but is named in documents, such as in a consent.</summary>
/// <param name="Id">Id of its Organization.</param>
/// <param name="Names">What documents call it.</param>
public sealed record OrganizationOptions(string Id, IReadOnlyList<string> Names)
{
    /// <summary>Its business identifiers as tokens, <c>system|value</c>.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];
}
