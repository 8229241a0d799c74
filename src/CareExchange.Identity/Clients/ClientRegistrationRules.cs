using CareExchange.Identity.Keys;
using CareExchange.Identity.Registrations;
using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Clients;

/// <summary>What a client registration must satisfy.</summary>
internal static class ClientRegistrationRules
{
    private const int MaximumId = 128;

    public static bool IsClientId(string? id) =>
        id is { Length: > 0 and <= MaximumId } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':');

    public static IReadOnlyList<IdentityProblem> Problems(ClientRegistration registration, ScopeConstraints constraints)
    {
        var isApp = registration.RedirectUris.Count > 0;
        var problems = new List<IdentityProblem>((isApp || registration.Certificates.Count > 0) && registration.Jwks.Length == 0 ? [] : ClientKeySet.Problems(registration.Jwks));
        if (!IsClientId(registration.Id))
        {
            problems.Add(new("client-id-invalid", "The client id may have up to 128 letters, digits and . - _ :.", "클라이언트 id는 영문자, 숫자, . - _ :로 128자까지입니다."));
        }

        if (registration.Display is not { Length: > 0 and <= 256 })
        {
            problems.Add(new("display-invalid", "The display name must have 1 to 256 characters.", "표시 이름은 1~256자여야 합니다."));
        }

        if (registration.OrganizationId is not { Length: > 0 and <= 64 } || registration.OrganizationDisplay is not { Length: > 0 and <= 256 }
            || registration.PurposeOfUse is not { Length: > 0 and <= 64 })
        {
            problems.Add(new("organization-invalid", "The client needs an organisation, its name and a purpose of use.", "클라이언트에는 기관, 기관 이름, 이용 목적이 필요합니다."));
        }

        if (registration.RedirectUris.Count > 20 || !registration.RedirectUris.All(RedirectUri.IsAllowed))
        {
            problems.Add(new(
                "redirect-uri-invalid",
                "A redirect address is https, http on loopback, or an app's own scheme with a dot; without fragment; 20 at most.",
                "리디렉션 주소는 https, 로컬 http, 점이 있는 앱 고유 스킴 중 하나이고 fragment가 없어야 하며 20개까지입니다."));
        }

        if (registration.LaunchUri is { } launch && (!isApp || !RedirectUri.IsAllowed(launch) || new Uri(launch).Scheme is not ("http" or "https")))
        {
            problems.Add(new(
                "launch-uri-invalid",
                "A launch address is https, or http on loopback, and belongs to an app with a redirect address.",
                "실행 주소는 https 또는 로컬 http이고, 리디렉션 주소가 있는 앱에만 쓸 수 있습니다."));
        }

        if (registration.Certificates.Count > 10 || !registration.Certificates.All(text => CertificateThumbprint.TryRead(text, out _)))
        {
            problems.Add(new(
                "certificate-invalid",
                "A certificate is a PEM certificate or its SHA-256 thumbprint in base64url; 10 at most.",
                "인증서는 PEM 인증서 또는 base64url로 쓴 SHA-256 지문이어야 하며 10개까지입니다."));
        }

        if (!(isApp ? AreAppScopes(registration.Scopes, constraints) : AreMachineScopes(registration.Scopes, constraints)))
        {
            problems.Add(isApp
                ? new("scopes-invalid", "Scopes of an app must be user/ or patient/ scopes that read, such as patient/Observation.rs, with queries of known search parameters only, and SMART launch words.", "앱의 scope는 patient/Observation.rs처럼 읽기만 하는 user/, patient/ scope(조건은 아는 검색 항목만)와 SMART launch 단어여야 합니다.")
                : new("scopes-invalid", "Scopes must be SMART system scopes, such as system/Patient.rs, with queries of known search parameters only.", "scope는 system/Patient.rs처럼 SMART system scope여야 하며, 조건은 아는 검색 항목만 쓸 수 있습니다."));
        }

        return problems;
    }

    private static bool AreMachineScopes(string text, ScopeConstraints constraints) =>
        SmartScopes.TryParse(text, out var scopes) && !scopes.IsEmpty
        && scopes.Scopes.All(scope => scope.Context is SmartContext.System && constraints.Holds(scope));

    // People change things through the pages: an app may look for them, not write for them.
    private static bool AreAppScopes(string text, ScopeConstraints constraints) =>
        AppScopes.TryParse(text, out var scopes) && !scopes.Data.IsEmpty
        && scopes.Data.Scopes.All(scope => scope.Context is not SmartContext.System && constraints.Holds(scope)
            && (scope.Interactions & ~(SmartInteractions.Read | SmartInteractions.Search)) == SmartInteractions.None);
}
