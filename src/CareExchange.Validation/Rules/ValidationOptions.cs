namespace CareExchange.Validation.Rules;

/// <summary>How one validation is done. The defaults are those of the HL7 validator.</summary>
public sealed record ValidationOptions
{
    /// <summary>The defaults.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Canonicals of profiles that the root has to meet, beside those its meta names.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Finds what the document does not hold; null where nothing is to be had.</summary>
    public IResourceSource? Resources { get; init; }

    /// <summary>What is asked of targets outside the document.</summary>
    public ReferencePolicy References { get; init; }

    /// <summary>True to take <c>Patient/1</c> for a reference to a Patient, so that its type is judged without its target.</summary>
    public bool AssumesValidRestReferences { get; init; }

    /// <summary>True to refuse text that could be taken for markup or script, which is only a warning otherwise.</summary>
    public bool ChecksSecurity { get; init; }

    /// <summary>False to refuse URLs of the reserved example domains.</summary>
    public bool AllowsExamples { get; init; } = true;

    /// <summary>True for definitions on their way to publication, of which more is asked.</summary>
    public bool IsForPublication { get; init; }

    /// <summary>True to refuse definitions that were published for trying out only.</summary>
    public bool RefusesExperimental { get; init; }

    /// <summary>Profiles that every resource of a type has to meet, such as those an implementation guide calls global.</summary>
    public IReadOnlyList<(string Type, string Profile)> GlobalProfiles { get; init; } = [];

    /// <summary>False to pass over contained resources, entries and parameters: the resource around is judged alone.</summary>
    public bool ChecksContained { get; init; } = true;

    /// <summary>Beginnings of URLs whose extensions may be used although their definitions are not known.</summary>
    public IReadOnlyList<string> ExtensionDomains { get; init; } = [];

    /// <summary>The moment that <c>now()</c> and <c>today()</c> mean in constraints; null leaves constraints that ask for it undecided.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>True to make it an error where a code cannot be one of its system (a unit that is no UCUM, a wrong check digit), also where nothing binds it.</summary>
    /// <remarks>The HL7 validator does so only when it has a terminology server; by default it is a warning, as unbound codes of absent systems are not judged.</remarks>
    public bool RefusesMisshapenCodes { get; init; }

    /// <summary>True to say of each code whose system is not at hand that it was not evaluated.</summary>
    public bool ReportsUnevaluatedCodes { get; init; }

    /// <summary>The most issues listed; null for the validator's own limit.</summary>
    public int? IssueLimit { get; init; }
}
