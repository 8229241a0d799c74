using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>The templates that come with the gateway and those the operator added. Immutable.</summary>
public sealed class ConsentTemplateLibrary
{
    private readonly List<ConsentTemplate> _templates;
    private readonly IReadOnlyDictionary<string, string> _organizationTypes;

    /// <summary>The gateway's templates with further ones; the same id and version stands for the operator's.</summary>
    /// <param name="added">Further templates.</param>
    /// <param name="organizationTypes">Kind of each organisation, by its id.</param>
    /// <param name="organizationNames">Name of each partner by its organisation's id: it can be named before it has sent anything; null for none.</param>
    public ConsentTemplateLibrary(IReadOnlyList<ConsentTemplate> added, IReadOnlyDictionary<string, string> organizationTypes, IReadOnlyDictionary<string, string>? organizationNames = null)
    {
        OrganizationNames = organizationNames ?? new Dictionary<string, string>(StringComparer.Ordinal);
        _templates = [.. added, .. Default.Where(own => !added.Any(other => (other.Id, other.Version) == (own.Id, own.Version)))];
        _organizationTypes = organizationTypes;
    }

    /// <summary>The templates that come with the gateway.</summary>
    public static IReadOnlyList<ConsentTemplate> Default { get; } = LoadDefault();

    /// <summary>The newest valid version of each template that an organisation may use, by id.</summary>
    /// <param name="day">The Korean day.</param>
    /// <param name="organization">Whose; null for a person's own.</param>
    public IReadOnlyList<ConsentTemplate> Offered(DateOnly day, string? organization) =>
        [.. _templates.Where(template => template.IsValidOn(day) && template.IsOf(organization)).GroupBy(template => template.Id, StringComparer.Ordinal).Select(Newest).OrderBy(template => template.Id, StringComparer.Ordinal)];

    /// <summary>One template.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version; null for the newest that is valid.</param>
    /// <param name="day">The Korean day.</param>
    /// <param name="organization">Whose; null for a person's own.</param>
    /// <returns>The template; or <c>consent-template-unknown</c>, <c>consent-template-expired</c>: what is not valid opens nothing.</returns>
    public Outcome<ConsentTemplate> Find(string id, string? version, DateOnly day, string? organization)
    {
        var known = _templates.Where(template => template.Id == id && (version is null || template.Version == version) && template.IsOf(organization)).ToArray();
        if (known.Length == 0) return Issue.Error("not-found", "consent-template-unknown", "There is no such consent template.", "해당하는 동의 서식이 없습니다.");
        var valid = known.Where(template => template.IsValidOn(day)).ToArray();
        return valid.Length > 0 ? Newest(valid) : Issue.Error("business-rule", "consent-template-expired", "The consent template is not valid today.", "오늘은 쓸 수 없는 동의 서식입니다.");
    }

    /// <summary>The template and choice that a Consent's policy names; null where it names none that is known.</summary>
    public (ConsentTemplate Template, ConsentChoice Choice)? Of(string? uri)
    {
        if (uri is null || !uri.StartsWith(ConsentTemplate.UriPrefix, StringComparison.Ordinal)) return null;
        foreach (var template in _templates)
        {
            foreach (var choice in template.Choices)
            {
                if (template.UriOf(choice.Id) == uri) return (template, choice);
            }
        }

        return null;
    }

    /// <summary>Names of the partners by their organisations' ids.</summary>
    public IReadOnlyDictionary<string, string> OrganizationNames { get; }

    /// <summary>The kind of an organisation; null where nobody said.</summary>
    public string? TypeOf(string organization) => _organizationTypes.GetValueOrDefault(organization);

    private static ConsentTemplate Newest(IEnumerable<ConsentTemplate> versions) =>
        versions.OrderBy(template => template.ValidFrom).ThenBy(template => System.Version.TryParse(template.Version, out var version) ? version : new(0, 0)).Last();

    private static List<ConsentTemplate> LoadDefault()
    {
        var assembly = typeof(ConsentTemplateLibrary).Assembly;
        var templates = new List<ConsentTemplate>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Consent/Templates/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            templates.Add(ConsentTemplateReader.Read(bytes).Value ?? throw new InvalidOperationException($"{name} is no consent template."));
        }

        return templates;
    }
}
