using System.Globalization;
using System.Text.Json;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Server.Rest;

/// <summary>The CapabilityStatement of this very server (R4 capabilitystatement.html): nothing that is not routed, and everything that is.</summary>
/// <param name="rest">What is routed.</param>
/// <param name="address">The address of the FHIR door.</param>
/// <param name="hasCors">Whether browser applications of other origins are answered.</param>
/// <param name="deletesMany">Whether a conditional delete may delete more than one resource.</param>
internal sealed class CapabilityStatementWriter(RoutedRest rest, string address, bool hasCors, bool deletesMany)
{
    private readonly Dictionary<string, IReadOnlyList<(string Code, string Type, string? Definition, IReadOnlyList<string> Targets)>> _offers =
        rest.Types.ToDictionary(type => type.TypeName, type => rest.Offers.Of(type.TypeName), StringComparer.Ordinal);

    // What R4 itself defines is not repeated: those are profiles anyone may use, not ones this server stands for.
    private readonly ILookup<string, string> _profiles = rest.Schema.Packs.Where(pack => pack.Name != "hl7.fhir.r4.core").SelectMany(pack => pack.Types)
        .Where(type => type is { IsConstraint: true, TypeName: not "Extension" }).Select(type => (type.TypeName, type.Url)).Distinct()
        .OrderBy(profile => profile.Url, StringComparer.Ordinal).ToLookup(profile => profile.TypeName, profile => profile.Url, StringComparer.Ordinal);

    /// <summary>The statement as JSON.</summary>
    public byte[] Write(DateTimeOffset now) => JsonDescription.Write(json =>
    {
        json.WriteString("resourceType", "CapabilityStatement");
        json.WriteString("url", $"{address}/metadata");
        json.WriteString("name", "CareExchange");
        json.WriteString("title", "CareExchange FHIR R4 gateway");
        json.WriteString("status", "active");
        json.WriteString("date", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("kind", "instance");
        json.Strings("instantiates", ["http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"]);
        json.Object("software", () =>
        {
            json.WriteString("name", "CareExchange");
            if (typeof(CapabilityStatementWriter).Assembly.GetName().Version is { } version) json.WriteString("version", version.ToString(3));
        });
        json.Object("implementation", () =>
        {
            json.WriteString("description", "CareExchange FHIR R4 gateway");
            json.WriteString("url", address);
        });
        json.WriteString("fhirVersion", "4.0.1");
        json.Strings("format", ["application/fhir+json", "application/fhir+xml", "json", "xml"]);
        json.Strings("patchFormat", ["application/json-patch+json", "application/xml-patch+xml", "application/fhir+json", "application/fhir+xml"]);
        json.Objects("rest", [rest], _ => Rest(json));
    });

    private const string Modifiers = "Prefixes of date, number and quantity: eq, ne, gt, lt, ge, le, sa, eb, ap. Modifiers: :missing of all but composite; string :exact, :contains; "
        + "token :not, :text, :in, :not-in, :above, :below (of media types as well), of identifiers :of-type; uri :above, :below; reference :identifier, :[type], and :above, :below where it leads to what is part of others of its type or has versions.";

    // What every type can be asked for, the system can.
    private IEnumerable<(string Code, string Type, string? Definition, IReadOnlyList<string> Targets)> Common =>
        _offers.Values.First().Where(offer => _offers.Values.All(others => others.Any(other => other.Code == offer.Code && other.Type == offer.Type)));

    private void Rest(Utf8JsonWriter json)
    {
        json.WriteString("mode", "server");
        json.WriteString("documentation", $"OpenAPI description: {address}/openapi.json. Unknown search parameters are refused unless Prefer: handling=lenient is sent. {Modifiers}");
        json.Object("security", () => Security(json));
        json.Objects("resource", rest.Types, type => Resource(json, type));
        json.Objects("interaction", rest.Interactions(isSystem: true), code => json.WriteString("code", code));
        Parameters(json, [.. Common]);
        Operations(json, rest.Operations(null));
        json.Strings("compartment", rest.Routes.Any(route => route.Interactions.Any(interaction => interaction.IsCompartment)) ? rest.Schema.Compartments.Select(compartment => compartment.Url).Distinct() : []);
    }

    private void Security(Utf8JsonWriter json)
    {
        json.WriteBoolean("cors", hasCors);
        json.Objects("service", ["SMART-on-FHIR"], code => json.Objects("coding", [code], coding =>
        {
            json.WriteString("system", "http://terminology.hl7.org/CodeSystem/restful-security-service");
            json.WriteString("code", coding);
        }));
        json.WriteString("description", $"Bearer tokens of SMART Backend Services; see {address}/.well-known/smart-configuration. What a token reaches is decided by scopes and by the person's consent.");
    }

    private void Resource(Utf8JsonWriter json, TypeDefinition type)
    {
        var offers = _offers[type.TypeName];
        json.WriteString("type", type.TypeName);
        json.WriteString("profile", type.Url);
        json.Strings("supportedProfile", _profiles[type.TypeName]);
        if (type.TypeName == AuditEventIssues.Type)
        {
            Trail(json, offers);
            Operations(json, rest.Operations(type.TypeName));
            return;
        }

        json.Objects("interaction", rest.Interactions(isSystem: false), code => json.WriteString("code", code));
        json.WriteString("versioning", "versioned-update");
        json.WriteBoolean("readHistory", true);
        json.WriteBoolean("updateCreate", true);
        json.WriteBoolean("conditionalCreate", true);
        json.WriteString("conditionalRead", "full-support");
        json.WriteBoolean("conditionalUpdate", true);
        json.WriteString("conditionalDelete", deletesMany ? "multiple" : "single");
        json.Strings("referencePolicy", ["literal", "logical", "local"]);
        json.Strings("searchInclude", [.. offers.Any(offer => offer.Type == "reference") ? ["*"] : Array.Empty<string>(), .. offers.Where(offer => offer.Type == "reference").Select(offer => $"{type.TypeName}:{offer.Code}")]);
        json.Strings("searchRevInclude", _offers.Where(source => source.Key != AuditEventIssues.Type).SelectMany(source => source.Value
            .Where(offer => offer.Type == "reference" && offer.Targets.Contains(type.TypeName, StringComparer.Ordinal)).Select(offer => $"{source.Key}:{offer.Code}")));
        Parameters(json, offers);
        Operations(json, rest.Operations(type.TypeName));
    }

    // The audit trail is added to and searched; nothing of it is ever changed, removed or joined with anything.
    private static void Trail(Utf8JsonWriter json, IReadOnlyList<(string Code, string Type, string? Definition, IReadOnlyList<string> Targets)> offers)
    {
        json.WriteString("documentation", "The audit trail (IHE ATNA ITI-20, ITI-81; BALP). The person reads what is about them, the privacy officer all of it, a system what it sent. patient.identifier, agent.identifier, entity.identifier and source.identifier are understood as well.");
        json.Objects("interaction", (string[])["create", "read", "search-type"], code => json.WriteString("code", code));
        json.WriteString("versioning", "no-version");
        json.WriteBoolean("readHistory", false);
        json.WriteBoolean("updateCreate", false);
        json.WriteBoolean("conditionalCreate", false);
        json.WriteString("conditionalRead", "full-support");
        json.WriteBoolean("conditionalUpdate", false);
        json.WriteString("conditionalDelete", "not-supported");
        json.Strings("referencePolicy", ["literal", "logical"]);
        Parameters(json, [.. offers.Where(offer => offer.Code is not ("_content" or "_text" or "_list"))]);
    }

    private static void Parameters(Utf8JsonWriter json, IReadOnlyList<(string Code, string Type, string? Definition, IReadOnlyList<string> Targets)> offers) => json.Objects("searchParam", offers, offer =>
    {
        json.WriteString("name", offer.Code);
        if (offer.Definition is { } definition) json.WriteString("definition", definition);
        json.WriteString("type", offer.Type);
    });

    private static void Operations(Utf8JsonWriter json, IEnumerable<Operation> operations) => json.Objects("operation", operations, operation =>
    {
        json.WriteString("name", operation.Name);
        json.WriteString("definition", operation.Definition);
    });
}
