using System.Security.Cryptography;
using System.Text;
using CareExchange.Identity.Secrets;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Factors;

/// <summary>Second factors of staff: a time-based code, and ten recovery codes for the day the phone is lost.</summary>
internal sealed class SecondFactors(SecondFactorStore store, MasterSecret master, IdentityOptions options, TimeProvider clock)
{
    private const int SecretBytes = 20; // RFC 4226 §4 R6
    private const int RecoveryCodes = 10;
    private const int RecoveryLetters = 10;

    // No letter that can be read as another one.
    private const string RecoveryAlphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>A new secret, kept nowhere yet.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>How a secret is told to an app.</summary>
    public FactorSetup Describe(string accountName, ReadOnlySpan<byte> secret)
    {
        var text = Base32.Encode(secret);
        var issuer = Uri.EscapeDataString(options.IssuerName);
        return new(
            string.Join(' ', text.Chunk(4).Select(group => new string(group))),
            $"otpauth://totp/{issuer}:{Uri.EscapeDataString(accountName)}?secret={text}&issuer={issuer}&digits={TimeCode.Digits}&period=30");
    }

    /// <summary>Since when the account has had its factor, in milliseconds since 1970; null when it has none.</summary>
    public async Task<long?> SinceAsync(string accountId, CancellationToken cancellationToken) =>
        (await store.FindAsync(accountId, cancellationToken))?.ConfirmedAt.ToUnixTimeMilliseconds();

    /// <summary>Judges a code of the account's device, or one of its recovery codes; an accepted one is used up.</summary>
    public async Task<FactorCheck> JudgeAsync(string accountId, string? typed, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(accountId, cancellationToken) is not { } factor) return new("factor-missing");
        var code = Plain(typed);
        if (code.Length == RecoveryLetters) return await UseRecoveryAsync(factor, code, cancellationToken);
        var secret = master.Open(factor.Secret, About(accountId));
        if (TimeCode.Match(secret, code, clock.GetUtcNow()) is not { } step) return new("code-wrong");
        return new(await store.TryUseStepAsync(accountId, step, cancellationToken) ? null : "code-replayed");
    }

    /// <summary>Keeps a secret once its first code proves that the device has it; the recovery codes, or null for a wrong code.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(string accountId, byte[] secret, string? typed, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (TimeCode.Match(secret, Plain(typed), now) is not { } step) return null;
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(RecoveryAlphabet, RecoveryLetters)).ToList();
        await store.ReplaceAsync(
            new SecondFactor
            {
                AccountId = accountId,
                Secret = master.Seal(secret, About(accountId)),
                LastStep = step,
                RecoveryHashes = string.Join(' ', codes.Select(code => HashOf(accountId, code))),
                ConfirmedAt = now,
            },
            cancellationToken);
        return codes;
    }

    /// <summary>Removes the account's factor; false when it had none.</summary>
    public Task<bool> RemoveAsync(string accountId, CancellationToken cancellationToken) => store.RemoveAsync(accountId, cancellationToken);

    private async Task<FactorCheck> UseRecoveryAsync(SecondFactor factor, string code, CancellationToken cancellationToken)
    {
        // Also under older secrets: nobody has the codes, so what was hashed stays as it is until the factor is set up anew.
        var hashes = master.NameKeys(TextOf(factor.AccountId, code));
        var known = factor.RecoveryHashes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var left = string.Join(' ', known.Where(one => !hashes.Contains(one)));
        return new(
            known.Any(hashes.Contains) && await store.TryUseRecoveryAsync(factor.AccountId, factor.RecoveryHashes, left, cancellationToken) ? null : "code-wrong",
            IsRecovery: true);
    }

    // Fifty random bits each, behind the lock of the sign-in and a key that is not in the database.
    private string HashOf(string accountId, string code) => master.NameKey(TextOf(accountId, code));

    private static string TextOf(string accountId, string code) => $"recovery\n{accountId}\n{code}";

    internal static string About(string accountId) => $"second-factor/{accountId}";

    // People type the spaces and dashes that apps and pages show.
    private static string Plain(string? typed) =>
        typed is { Length: <= 32 } ? new string([.. typed.Normalize(NormalizationForm.FormKC).Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant() : "";
}
