using System.Collections.Frozen;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.FhirPath;

/// <summary>What an expression may know beside its focus. Immutable; one instance may serve many evaluations.</summary>
public sealed class FhirPathContext
{
    /// <summary>No resource, no variables, no host, no clock.</summary>
    public static FhirPathContext Empty { get; } = new();

    /// <summary><c>%resource</c>: the resource that holds the focus. Absent: the innermost resource around the focus.</summary>
    public Element Resource { get; init; }

    /// <summary><c>%rootResource</c>: the resource around a contained one, else the same as <c>%resource</c>. Absent: found around the focus.</summary>
    public Element RootResource { get; init; }

    /// <summary>Further variables by name, without the percent sign.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PathItem>> Variables { get; init; } = FrozenDictionary<string, IReadOnlyList<PathItem>>.Empty;

    /// <summary>Reaches what the document does not hold.</summary>
    public IFhirPathHost? Host { get; init; }

    /// <summary>The moment that <c>now()</c>, <c>today()</c> and <c>timeOfDay()</c> answer; without it they fail.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>True to refuse <c>as</c> on more than one item (FHIRPath N1, 6.3).</summary>
    /// <remarks>Off by default: the R4 search parameters and dom-3 were written when <c>as</c> still filtered.</remarks>
    public bool RefusesCastOfMany { get; init; }
}
