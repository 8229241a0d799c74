using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary>What <c>$everything</c> is asked to leave out, and how long its pages are.</summary>
/// <param name="Types">The types wanted; empty for all.</param>
/// <param name="Since">Only what was stored from this moment on, or null.</param>
/// <param name="Start">Only care from this date on, or null.</param>
/// <param name="End">Only care until this date, or null.</param>
/// <param name="Count">The most resources on a page, beside those that come along.</param>
internal sealed record EverythingFilter(IReadOnlyList<string> Types, string? Since, string? Start, string? End, int Count)
{
    /// <summary>Resources on a page when nothing is said, and the most that may be asked for.</summary>
    public const int MaximumCount = 1000;

    /// <summary>Reads the parameters.</summary>
    /// <returns>The filter; or <c>operation-parameter-value</c>.</returns>
    public static Outcome<EverythingFilter> Of(OperationInput input, Schema schema)
    {
        var types = input.Texts("_type");
        if (types.FirstOrDefault(type => schema.FindType(type) is not { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false }) is { } unknown)
        {
            return OperationIssues.WrongValue(input.Where("_type"), "names of resource types") with { Found = unknown };
        }

        if (input.Number("_count") is < 1) return OperationIssues.WrongValue(input.Where("_count"), "a whole number from 1 on");
        return new EverythingFilter(types, input.Text("_since"), input.Text("start"), input.Text("end"), Math.Min(input.Number("_count") ?? MaximumCount, MaximumCount));
    }

    /// <summary>The query as it was understood, encoded.</summary>
    public string Query => string.Join('&', ((string?[])
    [
        Start is null ? null : $"start={Uri.EscapeDataString(Start)}",
        End is null ? null : $"end={Uri.EscapeDataString(End)}",
        Since is null ? null : $"_since={Uri.EscapeDataString(Since)}",
        Types.Count == 0 ? null : $"_type={string.Join(',', Types)}",
        Count == MaximumCount ? null : $"_count={Count.ToString(CultureInfo.InvariantCulture)}",
    ]).OfType<string>());

    /// <summary>True for a type that is wanted.</summary>
    public bool Wants(string type) => Types.Count == 0 || Types.Contains(type, StringComparer.Ordinal);

    /// <summary>True where the resource was stored late enough.</summary>
    public bool IsRecent(StoredResource resource) =>
        Since is null || resource.LastUpdated >= DateTimeOffset.Parse(Since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
