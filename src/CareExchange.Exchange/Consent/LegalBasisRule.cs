using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>A ground other than consent, as configured: who may see what, on which article.</summary>
/// <remarks>Evaluated beside consent and never turned into it. An empty list of roles, organisations or purposes means any of them.</remarks>
public sealed record LegalBasisRule
{
    /// <summary>Stable id in kebab case; stands in audit records.</summary>
    public required string Id { get; init; }

    /// <summary>Code of the ground, see <see cref="LegalBasis.Parse"/>.</summary>
    public required string Basis { get; init; }

    /// <summary>The article; required for <c>statute</c>.</summary>
    public string? Article { get; init; }

    /// <summary>Why it may be seen, one English sentence.</summary>
    public required string English { get; init; }

    /// <summary>Why it may be seen, one Korean sentence.</summary>
    public required string Korean { get; init; }

    /// <summary>Roles it serves; empty for any.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Kinds of organisation it serves; empty for any.</summary>
    public IReadOnlyList<string> OrganizationTypes { get; init; } = [];

    /// <summary>Organisation ids it serves; empty for any.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>Purposes it serves, wider ones included; empty for any.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>Data categories it opens; <c>*</c> for all.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Which data it reaches.</summary>
    public RuleScope Scope { get; init; }

    /// <summary>Elements it opens, such as <c>Patient.name</c>; empty for whole resources. Everything else is cut out.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    /// <summary>False switches it off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The ground as a value; null where the options state none that is known.</summary>
    public LegalBasis? Ground => LegalBasis.Parse(Basis, Article);

    /// <summary>True where it serves this requester at all.</summary>
    public bool Serves(Requester requester) =>
        Enabled && Ground is not null
        && Holds(Roles, requester.Role)
        && Holds(Organizations, requester.OrganizationId)
        && (OrganizationTypes.Count == 0 || (requester.OrganizationType is { } type && OrganizationTypes.Contains(type, StringComparer.Ordinal)))
        && (Purposes.Count == 0 || Purposes.Any(requester.Purpose.IsWithin))
        && (Scope != RuleScope.OwnPerson || requester.PersonId is not null)
        && (Scope != RuleScope.OwnContribution || requester.OrganizationId.Length > 0);

    /// <summary>True where it opens this category.</summary>
    public bool Opens(string category) => Categories.Contains(category, StringComparer.Ordinal) || Categories.Contains("*", StringComparer.Ordinal);

    private static bool Holds(IReadOnlyList<string> list, string value) => list.Count == 0 || list.Contains(value, StringComparer.Ordinal);
}
