using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>Regular expressions of <c>matches()</c> and its kin: compiled once, and never slower than their bound.</summary>
internal static class Patterns
{
    private const int CacheSize = 1_000;
    private const int MaximumPattern = 10_000;

    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<string, Regex?> s_cache = new(StringComparer.Ordinal);

    public static bool? IsMatch(Evaluation run, Call call, string pattern, string text)
    {
        if (Find(run, call, pattern) is not { } regex) return null;
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            FailSlow(run, call);
            return null;
        }
    }

    public static string? Replace(Evaluation run, Call call, string pattern, string text, string substitution)
    {
        if (Find(run, call, pattern) is not { } regex) return null;
        try
        {
            // Each $ may repeat what was matched, and all matches together are no longer than the text.
            var groups = substitution.AsSpan().Count('$') + 1L;
            if (!run.SpendText(call.Offset, (text.Length * groups) + (regex.Count(text) * (long)substitution.Length))) return null;
            return regex.Replace(text, substitution);
        }
        catch (RegexMatchTimeoutException)
        {
            FailSlow(run, call);
            return null;
        }
    }

    private static Regex? Find(Evaluation run, Call call, string pattern)
    {
        if (!s_cache.TryGetValue(pattern, out var regex))
        {
            regex = Build(pattern);
            if (s_cache.Count < CacheSize) s_cache.TryAdd(pattern, regex);
        }

        if (regex is null)
        {
            run.Fail(call.Offset, "invalid", "fhirpath-pattern", $"the regular expression of {call.Name}() cannot be read.", $"{call.Name}()의 정규식을 읽을 수 없습니다.");
        }

        return regex;
    }

    private static Regex? Build(string pattern)
    {
        if (pattern.Length > MaximumPattern) return null;
        // Single-line mode: the specification lets the dot match line ends (5.6.9).
        const RegexOptions Options = RegexOptions.Singleline | RegexOptions.CultureInvariant;
        try
        {
            return new Regex(pattern, Options | RegexOptions.NonBacktracking, s_bound);
        }
        catch (NotSupportedException)
        {
            // Look-around and back-references need backtracking; the bound on time holds them.
            return new Regex(pattern, Options, s_bound);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void FailSlow(Evaluation run, Call call) =>
        run.Fail(call.Offset, "too-costly", "fhirpath-limit", $"{call.Name}() takes too long.", $"{call.Name}()이(가) 너무 오래 걸립니다.");
}
