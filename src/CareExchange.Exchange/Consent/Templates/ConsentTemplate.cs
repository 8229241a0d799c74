namespace CareExchange.Exchange.Consent.Templates;

/// <summary>A form in plain Korean from which a person chooses what may be shared. Data, not code: see <c>Consent/Templates/*.json</c>.</summary>
/// <remarks>A version never changes: another text is another version, so that a Consent can name what was shown.</remarks>
public sealed record ConsentTemplate
{
    /// <summary>Its id, in kebab case.</summary>
    public required string Id { get; init; }

    /// <summary>Its version, such as <c>1.0.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The first Korean day on which it may be used.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The last; null for no end.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Ids of the organisations whose template it is; empty for everybody's.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>What it is called.</summary>
    public required TemplateText Title { get; init; }

    /// <summary>What it is for, before the choices.</summary>
    public required TemplateText Lead { get; init; }

    /// <summary>What can be chosen.</summary>
    public required IReadOnlyList<ConsentChoice> Choices { get; init; }

    /// <summary>The URI by which a Consent names the choice it was made from.</summary>
    /// <param name="choice">Id of the choice.</param>
    public string UriOf(string choice) => $"{UriPrefix}{Id}|{Version}#{choice}";

    /// <summary>What every such URI begins with.</summary>
    public const string UriPrefix = "urn:careexchange:consent-template:";

    /// <summary>True where it may be used on a day.</summary>
    public bool IsValidOn(DateOnly day) => day >= ValidFrom && (ValidUntil is not { } until || day <= until);

    /// <summary>True where an organisation may use it; a person without one uses everybody's.</summary>
    public bool IsOf(string? organization) => Organizations.Count == 0 || (organization is not null && Organizations.Contains(organization, StringComparer.Ordinal));
}
