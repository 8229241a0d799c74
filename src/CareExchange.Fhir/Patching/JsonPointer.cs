using System.Globalization;

namespace CareExchange.Fhir.Patching;

/// <summary>JSON Pointer (RFC 6901).</summary>
/// <param name="Steps">Reference tokens without escapes; empty for the whole document.</param>
internal sealed record JsonPointer(IReadOnlyList<string> Steps)
{
    /// <summary>Behind the last item of an array.</summary>
    public const string End = "-";

    /// <summary>Reads a pointer; null where it does not begin with a slash or holds a wrong escape.</summary>
    public static JsonPointer? Read(string text)
    {
        if (text.Length == 0) return new([]);
        if (text[0] != '/') return null;
        var steps = text[1..].Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            for (var tilde = steps[i].IndexOf('~', StringComparison.Ordinal); tilde >= 0; tilde = steps[i].IndexOf('~', tilde + 1))
            {
                if (tilde + 1 == steps[i].Length || steps[i][tilde + 1] is not ('0' or '1')) return null;
            }

            // ~1 first: ~01 is the two characters ~1 (RFC 6901 §4).
            steps[i] = steps[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }

        return new(steps);
    }

    /// <summary>The index a step names: digits without leading zero; -1 for anything else.</summary>
    public static int Index(string step) =>
        step is "0" || (step is [>= '1' and <= '9', ..] && step.All(char.IsAsciiDigit) && step.Length < 10) ? int.Parse(step, CultureInfo.InvariantCulture) : -1;

    /// <summary>True where the other one leads to a place inside of what this one leads to.</summary>
    public bool Contains(JsonPointer other) => other.Steps.Count > Steps.Count && other.Steps.Take(Steps.Count).SequenceEqual(Steps, StringComparer.Ordinal);

    public bool Equals(JsonPointer? other) => other is not null && Steps.SequenceEqual(other.Steps, StringComparer.Ordinal);

    public override int GetHashCode() => Steps.Count;
}
