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

    public static IReadOnlyList<IdentityProblem> Problems(ClientRegistration registration)
    {
        var problems = new List<IdentityProblem>(ClientKeySet.Problems(registration.Jwks));
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

        // A constraint that reading does not enforce would be a promise nobody keeps.
        if (!SmartScopes.TryParse(registration.Scopes, out var scopes) || scopes.IsEmpty
            || scopes.Scopes.Any(scope => scope.Context is not SmartContext.System || scope.Constraint is not null))
        {
            problems.Add(new("scopes-invalid", "Scopes must be SMART system scopes without constraints, such as system/Patient.rs.", "scope는 system/Patient.rs처럼 조건 없는 SMART system scope여야 합니다."));
        }

        if (registration.MessageKinds.Any(kind => kind.Length is 0 or > 64 || kind.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')))
            || string.Join(' ', registration.MessageKinds).Length > 2048)
        {
            problems.Add(new("message-kind-invalid", "A message kind has 1 to 64 letters, digits and - . _.", "메시지 종류는 영문자, 숫자, - . _로 64자까지입니다."));
        }

        return problems;
    }
}
