using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Requests;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Scopes;

namespace CareExchange.Server.Callers;

/// <summary>From an HTTP request to who asks and how: the only place where claims become a <see cref="Requester"/>.</summary>
public static class CallerExtensions
{
    // No Patient has such an id (R4 datatypes.html#id).
    private const string Nobody = "/";

    private static readonly object TraceKey = new();

    /// <summary>The header by which a caller names its request.</summary>
    internal const string RequestIdHeader = "X-Request-Id";

    /// <summary>The other one.</summary>
    internal const string CorrelationIdHeader = "X-Correlation-Id";

    extension(HttpContext http)
    {
        /// <summary>Who asks.</summary>
        /// <exception cref="InvalidOperationException">Nobody is signed in; endpoints that use it require authorization.</exception>
        public Requester Requester => http.Caller is { } caller
            ? RequesterOf(caller, http.RequestServices.GetService<OrganizationTypes>(), http.RequestServices.GetService<EmergencyMembers>())
            : throw new InvalidOperationException("The endpoint must require a signed-in caller.");

        /// <summary>Who sends a message: the right to send is the partner's, whatever queries the token's other scopes end at.</summary>
        public Requester Sender => http.Requester is { Limits: not null } limited ? limited with { Limits = null } : http.Requester;

        /// <summary>The caller's claims, or null.</summary>
        public Caller? Caller => Caller.From(http.User);

        /// <summary>How they ask. A request id of the caller is kept if it is harmless, otherwise ours stands in; so does a trace that goes on from the caller's, or begins here.</summary>
        public RequestTrace Trace => new(http.RequestId, Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace } ? trace : http.OwnTrace, http.Connection.RemoteIpAddress?.ToString());

        // Where nobody watches traces the server begins none: one for the whole request, however often it is asked for.
        private string OwnTrace => http.Items.TryGetValue(TraceKey, out var made) ? (string)made! : (string)(http.Items[TraceKey] = TraceParents.Next())!;

        /// <summary>The request's id, the same at every call.</summary>
        public string RequestId =>
            http.Request.Headers[RequestIdHeader] is [{ } given] && IsHarmless(given) ? given : http.TraceIdentifier;

        /// <summary>What the caller calls its request where that is not <see cref="RequestId"/>; null where it says nothing, or nothing that a header may carry.</summary>
        public string? CorrelationId
        {
            get
            {
                var headers = http.Request.Headers;
                if (headers.Count == 0) return null;
                return (headers[RequestIdHeader], headers[CorrelationIdHeader]) switch
                {
                    (_, [{ Length: > 0 and <= 256 } correlation]) when IsPrintable(correlation) => correlation,
                    ([{ Length: > 0 and <= 256 } given], _) when given != http.RequestId && IsPrintable(given) => given,
                    _ => null,
                };
            }
        }
    }

    // One machine's token serves thousands of requests, and each asks several times.
    private static readonly ConditionalWeakTable<Caller, Requester> Known = [];

    internal static Requester RequesterOf(Caller caller, OrganizationTypes? types, EmergencyMembers? emergencies)
    {
        if (Known.TryGetValue(caller, out var known) && known.OrganizationType == types?.Of(caller.OrganizationId)) return known;
        var requester = ToRequester(caller, types);
        requester = requester with { MayBreakGlass = emergencies?.Has(requester) == true };
        Known.AddOrUpdate(caller, requester);
        return requester;
    }

    /// <summary>True where a caller's name for its request is taken over as it is.</summary>
    internal static bool IsHarmless(string given) => given.Length is > 0 and <= 64 && !given.AsSpan().ContainsAnyExcept(Harmless);

    private static bool IsPrintable(string text) => text.All(letter => letter is >= ' ' and <= '~');

    private static Requester ToRequester(Caller caller, OrganizationTypes? types) => new(
        caller.Id,
        caller.Display,
        caller.Role ?? RequesterRole.PartnerSystem,
        caller.OrganizationId,
        caller.OrganizationDisplay,
        PurposeOfUse.Find(caller.PurposeOfUse) ?? PurposeOfUse.Treatment,
        caller.IsSystem)
    {
        OrganizationType = types?.Of(caller.OrganizationId),
        FhirUser = caller.PersonReference,

        // Who signs in as the person acts for nobody but themselves.
        PersonId = caller.Role == RequesterRole.Person ? PatientOf(caller) : null,
        OnlyPersonId = caller.Role switch
        {
            RequesterRole.Person => PatientOf(caller) ?? Nobody,

            // Whoever answers for who looked has no records to look at, not even those of their own organisation.
            RequesterRole.PrivacyOfficer => Nobody,
            _ => caller.OnlyPatientId,
        },
        AppId = caller.AppId,
        Limits = caller.Scopes.HasConstraints ? new([.. caller.Scopes.Scopes.Select(scope => new RequestLimit(scope.ResourceType, ActionOf(scope.Interactions), scope.Constraint))]) : null,
        TokenId = caller.TokenId,
    };

    private static string? PatientOf(Caller caller) =>
        caller.PersonReference is { } reference && reference.StartsWith("Patient/", StringComparison.Ordinal) ? reference["Patient/".Length..] : null;

    /// <summary>What the letters of a scope do to a resource.</summary>
    internal static ResourceActions ActionOf(SmartInteractions interactions) => (ResourceActions)(int)interactions; // the same letters at the same places

    private static readonly SearchValues<char> Harmless = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
}
