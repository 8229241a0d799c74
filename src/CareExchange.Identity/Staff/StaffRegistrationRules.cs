using CareExchange.Identity.Passwords;
using CareExchange.Identity.Registrations;
using CareExchange.Identity.Settings;

namespace CareExchange.Identity.Staff;

/// <summary>What a staff registration must satisfy.</summary>
internal static class StaffRegistrationRules
{
    public static readonly IdentityProblem PasswordMissing = new(
        "password-missing", "A new account needs a password.", "새 계정에는 비밀번호가 필요합니다.");

    public static IReadOnlyList<IdentityProblem> Problems(StaffRegistration registration, IdentityOptions options)
    {
        var problems = new List<IdentityProblem>();
        var name = StaffNames.Normalize(registration.Name);
        if (name is null)
        {
            problems.Add(new("name-invalid", "The sign-in name may have up to 64 letters, digits and . - _ @.", "로그인 이름은 글자, 숫자, . - _ @로 64자까지입니다."));
        }

        if (registration.Display is not { Length: > 0 and <= 128 })
        {
            problems.Add(new("display-invalid", "The display name must have 1 to 128 characters.", "표시 이름은 1~128자여야 합니다."));
        }

        if (registration.Password is { } password)
        {
            if (!PasswordHasher.TryNormalize(password, out var normalized))
            {
                problems.Add(new("password-unusable", $"The password must have at most {PasswordHasher.MaximumLength} valid characters.", $"비밀번호는 올바른 문자 {PasswordHasher.MaximumLength}자 이하여야 합니다."));
            }
            else if (normalized.Length < options.MinimumPasswordLength)
            {
                problems.Add(new("password-too-short", $"The password must have at least {options.MinimumPasswordLength} characters.", $"비밀번호는 {options.MinimumPasswordLength}자 이상이어야 합니다."));
            }
            else if (name is not null && normalized.Contains(name, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(new("password-contains-name", "The password must not contain the sign-in name.", "비밀번호에 로그인 이름이 들어갈 수 없습니다."));
            }
        }

        foreach (var grant in registration.Grants)
        {
            if (grant.Role is not { Length: > 0 and <= 64 } || grant.OrganizationId is not { Length: > 0 and <= 64 }
                || grant.OrganizationDisplay is not { Length: > 0 and <= 256 } || grant.PurposeOfUse is not { Length: > 0 and <= 64 }
                || grant.ValidUntil <= grant.ValidFrom)
            {
                problems.Add(new("grant-invalid", $"The grant '{grant.Role}' needs role, organisation, purpose and a period that ends after it starts.", $"권한 '{grant.Role}'에는 역할, 기관, 목적과 올바른 기간이 필요합니다."));
            }
        }

        return problems;
    }
}
