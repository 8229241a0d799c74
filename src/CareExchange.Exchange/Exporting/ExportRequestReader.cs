using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Exporting;

/// <summary>Reads the parameters of an export, of an address or of a Parameters resource alike.</summary>
/// <param name="schema">Which types there are.</param>
public sealed class ExportRequestReader(Schema schema)
{
    private static readonly string[] Formats = ["application/fhir+ndjson", "application/ndjson", "ndjson"];
    private static readonly string[] Associated = ["LatestProvenanceResources", "RelevantProvenanceResources"];

    /// <summary>The names and values of a Parameters resource; of <c>patient</c> its reference.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(Element parameters)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var parameter in parameters.Children("parameter"))
        {
            var value = parameter["value"];
            pairs.Add(new(parameter["name"].Text ?? "", value.TypeName == "Reference" ? value["reference"].Text ?? "" : value.Text ?? ""));
        }

        return pairs;
    }

    /// <summary>Reads a request.</summary>
    /// <param name="level">What it is asked of.</param>
    /// <param name="group">The Group, or null.</param>
    /// <param name="pairs">Decoded names and values.</param>
    /// <param name="isPost">True where they came in a body.</param>
    /// <param name="isLenient">True where what is not understood is passed over (<c>Prefer: handling=lenient</c>).</param>
    /// <returns>The request, with what was passed over as warnings; or what is wrong with it.</returns>
    public Outcome<ExportRequest> Read(ExportLevel level, string? group, IReadOnlyList<KeyValuePair<string, string>> pairs, bool isPost, bool isLenient)
    {
        var issues = new List<Issue>();
        var request = new ExportRequest { Level = level, Group = group };
        foreach (var (name, value) in pairs)
        {
            request = name switch
            {
                "_outputFormat" => Formats.Contains(value.Replace(' ', '+'), StringComparer.OrdinalIgnoreCase) ? request : Refuse(request, ExportIssues.Value(name, string.Join(", ", Formats))),
                "_since" => Instant(value) is { } since ? request with { Since = since } : Refuse(request, ExportIssues.Value(name, "an instant")),
                "_until" => Instant(value) is { } until ? request with { Until = until } : Refuse(request, ExportIssues.Value(name, "an instant")),
                "_type" => request with { Types = [.. (request.Types ?? []).Concat(TypesOf(value, Pass)).Distinct(StringComparer.Ordinal)] },
                "_typeFilter" => request with { Filters = [.. request.Filters, .. FiltersOf(value, Pass)] },
                "_elements" => request with { Elements = [.. request.Elements, .. Split(value)] },
                "patient" when isPost && level != ExportLevel.System => PatientOf(value) is { } id ? request with { Patients = [.. request.Patients ?? [], id] } : Refuse(request, ExportIssues.Value(name, "Patient/[id]")),
                "patient" => Refuse(request, ExportIssues.PatientMisplaced()),
                "includeAssociatedData" => AssociatedOf(request, value),
                _ => Pass(request, ExportIssues.Unknown(name)),
            };
        }

        if (request.Types is { Count: 0 }) issues.Add(ExportIssues.Value("_type", "at least one known type"));
        return issues.Exists(issue => issue.IsError) ? Outcome.Failure<ExportRequest>(issues) : Outcome.Success(request, issues);

        ExportRequest Refuse(ExportRequest as1, Issue issue)
        {
            issues.Add(issue);
            return as1;
        }

        ExportRequest Pass(ExportRequest as1, Issue issue) => Refuse(as1, isLenient ? issue with { Severity = IssueSeverity.Warning } : issue);

        ExportRequest AssociatedOf(ExportRequest as1, string value)
        {
            foreach (var code in Split(value).Where(code => !Associated.Contains(code, StringComparer.Ordinal))) Pass(as1, ExportIssues.Value("includeAssociatedData", string.Join(", ", Associated)) with { Found = code });

            // Every write has its Provenance here, so the type is all that is asked for.
            return as1.Types is { } types && !types.Contains("Provenance", StringComparer.Ordinal) ? as1 with { Types = [.. types, "Provenance"] } : as1;
        }
    }

    private IEnumerable<string> TypesOf(string value, Func<ExportRequest, Issue, ExportRequest> pass)
    {
        foreach (var type in Split(value))
        {
            if (schema.FindType(type) is { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource }) yield return type;
            else pass(new(), ExportIssues.TypeUnknown(type));
        }
    }

    // Commas part filters only where a type and a question mark follow: they part values of a filter as well.
    private IEnumerable<ExportFilter> FiltersOf(string value, Func<ExportRequest, Issue, ExportRequest> pass)
    {
        var filters = new List<string>();
        foreach (var part in value.Split(','))
        {
            if (filters.Count > 0 && !(part.IndexOf('?', StringComparison.Ordinal) is > 0 and var at && schema.FindType(part[..at]) is not null)) filters[^1] += "," + part;
            else filters.Add(part);
        }

        foreach (var filter in filters)
        {
            var mark = filter.IndexOf('?', StringComparison.Ordinal);
            if (mark > 0 && schema.FindType(filter[..mark]) is { Kind: TypeKind.Resource }) yield return new(filter[..mark], filter[(mark + 1)..]);
            else pass(new(), ExportIssues.Value("_typeFilter", "Type?search"));
        }
    }

    private static string[] Split(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? PatientOf(string reference) => reference.StartsWith("Patient/", StringComparison.Ordinal) && reference.Length > 8 ? reference[8..] : null;

    private static DateTimeOffset? Instant(string value) =>
        value.Length >= 4 && DateTimeOffset.TryParse(value.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
