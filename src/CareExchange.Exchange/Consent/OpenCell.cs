namespace CareExchange.Exchange.Consent;

/// <summary>One category that is open.</summary>
/// <param name="Category">The data category.</param>
/// <param name="Sources">Of which organisations; null for any.</param>
/// <param name="Elements">Which elements (<c>Patient.name</c>); null for whole resources.</param>
internal sealed record OpenCell(string Category, IReadOnlyList<string>? Sources, IReadOnlyList<string>? Elements)
{
    /// <summary>Equal for cells that mean the same.</summary>
    public string Key => field ??= $"{Category}={Extent}";

    /// <summary>Equal for cells of the same sources and elements.</summary>
    public string Extent => field ??= $"{(Sources is null ? "*" : string.Join(',', Sources))}{(Elements is null ? "" : $"({string.Join(',', Elements)})")}";
}
