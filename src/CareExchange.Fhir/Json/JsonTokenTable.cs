using System.Buffers;
using System.Text;

namespace CareExchange.Fhir.Json;

/// <summary>The values of one JSON text in reading order, in a rented array.</summary>
internal sealed class JsonTokenTable : IDisposable
{
    private JsonToken[] _tokens;

    /// <summary>Rents room for a text of this many bytes; it grows where the guess is short.</summary>
    public JsonTokenTable(int bytes) => _tokens = ArrayPool<JsonToken>.Shared.Rent(Math.Max(16, bytes / 16));

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>The token at an index.</summary>
    public ref JsonToken this[int index] => ref _tokens[index];

    /// <summary>Adds an empty token and answers its index.</summary>
    public int Add()
    {
        if (Count == _tokens.Length) Grow();
        _tokens[Count] = default;
        return Count++;
    }

    /// <summary>Gives the array back. Elements over this table must not be used afterwards.</summary>
    public void Dispose()
    {
        var tokens = _tokens;
        _tokens = [];
        if (tokens.Length > 0) ArrayPool<JsonToken>.Shared.Return(tokens);
    }

    /// <summary>A string token's text without quotes and escapes.</summary>
    public string Text(ReadOnlySpan<byte> json, int index)
    {
        ref var token = ref _tokens[index];
        var raw = json.Slice(token.Start, token.Length);
        if (token.Kind != JsonKind.String) return Encoding.UTF8.GetString(raw);
        raw = raw[1..^1];
        return !token.Flags.Has(JsonFlags.Escaped) ? Encoding.UTF8.GetString(raw) : JsonText.Unescape(raw);
    }

    private void Grow()
    {
        var larger = ArrayPool<JsonToken>.Shared.Rent(_tokens.Length * 2);
        _tokens.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<JsonToken>.Shared.Return(_tokens);
        _tokens = larger;
    }
}
