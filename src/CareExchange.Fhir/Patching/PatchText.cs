using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>A JSON text that nodes of a tree point into.</summary>
internal sealed class PatchText(ReadOnlyMemory<byte> utf8, JsonTokenTable tokens)
{
    public JsonTokenTable Tokens { get; } = tokens;

    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    /// <summary>Reads strict JSON of any shape.</summary>
    public static Outcome<PatchText> Read(ReadOnlyMemory<byte> utf8)
    {
        // The table is left to the collector: nodes of several texts live in one tree, and none knows when the last one goes.
        var tokens = new JsonTokenTable(utf8.Length);
        return JsonTokenizer<Untagged>.Read(utf8.Span, tokens, default, JsonLimits.Default) is { } issue ? issue : new PatchText(utf8, tokens);
    }

    public ReadOnlyMemory<byte> Slice(int start, int end) => Utf8[start..end];

    private readonly struct Untagged : ITokenTagger
    {
        public int Root(ReadOnlySpan<byte> json, int start) => 0;

        public int Enter(int tag, ReadOnlySpan<byte> json, int start) => 0;

        public int Property(int content, ReadOnlySpan<byte> name, out bool sibling)
        {
            sibling = false;
            return 0;
        }
    }
}
