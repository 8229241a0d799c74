namespace CareExchange.Exchange.Consent.Templates;

/// <summary>One thing to agree to, to refuse or to keep back; each is chosen apart from the others.</summary>
public sealed record ConsentChoice
{
    /// <summary>Its id within the template, in kebab case.</summary>
    public required string Id { get; init; }

    /// <summary>What it comes to.</summary>
    public required ChoiceEffect Effect { get; init; }

    /// <summary>What it is called.</summary>
    public required TemplateText Title { get; init; }

    /// <summary>What it means, in plain words.</summary>
    public required TemplateText Text { get; init; }

    /// <summary>True for the separate agreement to sensitive data (PIPA 23).</summary>
    public bool Sensitive { get; init; }

    /// <summary>True for the separate agreement to unique numbers (PIPA 24): passport, driver's licence, alien registration. Never the resident number (24-2).</summary>
    public bool UniqueNumbers { get; init; }

    /// <summary>Data categories (<see cref="DataCategories"/>).</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Confidentiality labels (v3-Confidentiality); only of an exception.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What for (<see cref="Requests.PurposeOfUse"/>).</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>True where it lets the recipient give and take back consents for the person, and not read.</summary>
    public bool Mandate { get; init; }

    /// <summary>For whom; none of an exception.</summary>
    public IReadOnlyList<RecipientOption> Recipients { get; init; } = [];

    /// <summary>How long where nothing is said, in months.</summary>
    public int Months { get; init; }

    /// <summary>The longest that may be chosen, in months.</summary>
    public int MostMonths { get; init; }

    /// <summary>What the law wants told; null of an exception or a refusal.</summary>
    public ChoiceStatements? Statements { get; init; }
}
