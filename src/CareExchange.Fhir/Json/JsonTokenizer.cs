using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Json;

/// <summary>Reads strict JSON (RFC 8259) into a token table in one pass, without recursion.</summary>
/// <remarks>Any bytes give a table or an issue with line and column, never an exception.</remarks>
internal ref struct JsonTokenizer<TTagger>
    where TTagger : struct, ITokenTagger
{
    private static readonly SearchValues<byte> StringEnds = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private const int StackDepth = 24;

    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonTokenTable _table;
    private readonly JsonLimits _limits;
    private TTagger _tagger;
    private int _at;
    private Issue? _issue;

    private JsonTokenizer(ReadOnlySpan<byte> json, JsonTokenTable table, TTagger tagger, JsonLimits limits)
    {
        _json = json;
        _table = table;
        _tagger = tagger;
        _limits = limits;
    }

    private readonly record struct Frame(int Token, int Content, bool IsArray);

    /// <summary>Fills the table; null when all is well.</summary>
    public static Issue? Read(ReadOnlySpan<byte> json, JsonTokenTable table, TTagger tagger, JsonLimits limits)
    {
        var tokenizer = new JsonTokenizer<TTagger>(json, table, tagger, limits);
        if (json.Length > limits.MaxBytes)
        {
            return Issue.Error("too-long", "json-size", "The text is longer than allowed.", "본문이 허용된 크기를 넘습니다.") with
            {
                Expected = $"at most {limits.MaxBytes} bytes",
                Found = $"{json.Length} bytes",
            };
        }

        if (!Utf8.IsValid(json)) return tokenizer.BadUtf8();
        tokenizer.ReadAll();
        return tokenizer._issue;
    }

    private void ReadAll()
    {
        if (_json.StartsWith("\uFEFF"u8))
        {
            Fail("json-bom", "JSON begins with a byte order mark.", "JSON 앞에 바이트 순서 표시(BOM)가 있습니다.", "no byte order mark");
            return;
        }

        SkipSpace();
        scoped Span<Frame> stack = stackalloc Frame[Math.Min(StackDepth, _limits.MaxDepth)];
        var depth = 0;
        var tag = _tagger.Root(_json, _at);
        if (!ReadValue(tag, 0, 0, JsonFlags.None, stack, ref depth)) return;
        while (depth > 0)
        {
            if (depth == stack.Length && depth < _limits.MaxDepth) stack = Deepen(stack);
            ref readonly var frame = ref stack[depth - 1];
            SkipSpace();
            var first = _table.Count == frame.Token + 1;
            var end = (byte)(frame.IsArray ? ']' : '}');
            if (_at < _json.Length && _json[_at] == end)
            {
                _at++;
                ref var container = ref _table[frame.Token];
                container.Length = _at - container.Start;
                container.Next = _table.Count;
                depth--;
                continue;
            }

            if (!first)
            {
                if (!Take((byte)',', frame.IsArray ? "',' or ']'" : "',' or '}'")) return;
                SkipSpace();
            }

            if (frame.IsArray)
            {
                ref readonly var array = ref _table[frame.Token];
                var flags = JsonFlags.Item | (array.Flags & JsonFlags.Sibling);
                if (!ReadValue(array.Tag, 0, 0, flags, stack, ref depth)) return;
            }
            else if (!ReadProperty(frame, stack, ref depth))
            {
                return;
            }
        }

        SkipSpace();
        if (_at < _json.Length) FailSyntax("the end of the text");
    }

    // Few documents nest deeper than a resource in a Bundle does; those that do pay for it.
    private readonly Frame[] Deepen(ReadOnlySpan<Frame> stack)
    {
        var deeper = new Frame[_limits.MaxDepth];
        stack.CopyTo(deeper);
        return deeper;
    }

    private bool ReadProperty(scoped in Frame frame, scoped Span<Frame> stack, ref int depth)
    {
        if (_at >= _json.Length || _json[_at] != (byte)'"') return FailSyntax("a property name in quotes");
        var nameStart = _at + 1;
        if (!SkipString(out var escaped)) return false;
        var nameLength = _at - nameStart - 1;
        if (nameLength > ushort.MaxValue) return FailSyntax("a property name under 64 KiB");
        SkipSpace();
        if (!Take((byte)':', "':'")) return false;
        SkipSpace();
        ReadOnlySpan<byte> name = _json.Slice(nameStart, nameLength);
        if (escaped) name = Encoding.UTF8.GetBytes(JsonText.Unescape(name));
        var tag = _tagger.Property(frame.Content, name, out var sibling);
        var flags = (escaped ? JsonFlags.NameEscaped : JsonFlags.None) | (sibling ? JsonFlags.Sibling : JsonFlags.None);
        if (sibling) _table[frame.Token].Flags |= JsonFlags.HasSiblings;
        return ReadValue(tag, nameStart, (ushort)nameLength, flags, stack, ref depth);
    }

    private bool ReadValue(int tag, int nameStart, ushort nameLength, JsonFlags flags, scoped Span<Frame> stack, ref int depth)
    {
        if (_at >= _json.Length) return FailSyntax("a value");
        var start = _at;
        var kind = Kind(_json[start]);
        if (kind is JsonKind.Object or JsonKind.Array)
        {
            if (depth == _limits.MaxDepth)
            {
                return Fail("json-depth", "The nesting is deeper than allowed.", "중첩이 허용된 깊이를 넘습니다.", $"at most {_limits.MaxDepth} levels");
            }

            _at++;
        }
        else if (kind == JsonKind.String)
        {
            if (!SkipString(out var escaped)) return false;
            if (escaped) flags |= JsonFlags.Escaped;
        }
        else if (kind == JsonKind.Number)
        {
            if (!SkipNumber()) return false;
        }
        else if (!SkipLiteral(kind))
        {
            return false;
        }

        var index = _table.Add();
        ref var token = ref _table[index];
        token.Start = start;
        token.Length = _at - start;
        token.Next = index + 1;
        token.NameStart = nameStart;
        token.NameLength = nameLength;
        token.Tag = tag;
        token.Kind = kind;
        token.Flags = flags;
        if (kind is JsonKind.Object) stack[depth++] = new(index, _tagger.Enter(tag, _json, start), IsArray: false);
        else if (kind is JsonKind.Array) stack[depth++] = new(index, 0, IsArray: true);
        return true;
    }

    private static JsonKind Kind(byte first) => first switch
    {
        (byte)'{' => JsonKind.Object,
        (byte)'[' => JsonKind.Array,
        (byte)'"' => JsonKind.String,
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => JsonKind.Number,
        (byte)'t' => JsonKind.True,
        (byte)'f' => JsonKind.False,
        (byte)'n' => JsonKind.Null,
        _ => JsonKind.None,
    };

    private void SkipSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
    }

    private bool SkipLiteral(JsonKind kind)
    {
        var literal = kind switch
        {
            JsonKind.True => "true"u8,
            JsonKind.False => "false"u8,
            JsonKind.Null => "null"u8,
            _ => default,
        };
        if (literal.IsEmpty || !_json[_at..].StartsWith(literal)) return FailSyntax("a value");
        _at += literal.Length;
        return true;
    }

    private bool SkipNumber()
    {
        if (_json[_at] == (byte)'-') _at++;
        if (_at < _json.Length && _json[_at] == (byte)'0') _at++;
        else if (!SkipDigits()) return FailSyntax("a digit");
        if (_at < _json.Length && _json[_at] == (byte)'.')
        {
            _at++;
            if (!SkipDigits()) return FailSyntax("a digit behind the point");
        }

        if (_at < _json.Length && _json[_at] is (byte)'e' or (byte)'E')
        {
            _at++;
            if (_at < _json.Length && _json[_at] is (byte)'+' or (byte)'-') _at++;
            if (!SkipDigits()) return FailSyntax("a digit of the exponent");
        }

        return true;
    }

    private bool SkipDigits()
    {
        var start = _at;
        while (_at < _json.Length && _json[_at] is >= (byte)'0' and <= (byte)'9') _at++;
        return _at > start;
    }

    private bool SkipString(out bool escaped)
    {
        escaped = false;
        _at++;
        while (true)
        {
            var end = _json[_at..].IndexOfAny(StringEnds);
            if (end < 0)
            {
                _at = _json.Length;
                return FailSyntax("the closing quote of a string");
            }

            _at += end;
            if (_json[_at] == (byte)'"')
            {
                _at++;
                return true;
            }

            if (_json[_at] != (byte)'\\') return FailSyntax("no control character inside a string");
            escaped = true;
            if (!SkipEscape()) return false;
        }
    }

    private bool SkipEscape()
    {
        if (_at + 1 >= _json.Length) return FailSyntax("an escape");
        if (_json[_at + 1] != (byte)'u')
        {
            if ("\"\\/bfnrt"u8.IndexOf(_json[_at + 1]) < 0) return FailSyntax("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
            _at += 2;
            return true;
        }

        if (!ReadHex(_at + 2, out var unit)) return FailSyntax("four hexadecimal digits");
        if (char.IsLowSurrogate(unit)) return FailSyntax("a high surrogate before a low one");
        if (char.IsHighSurrogate(unit))
        {
            // Half a character cannot be written as UTF-8 again, so it is refused where it enters.
            var pair = _at + 6;
            var isPair = pair + 1 < _json.Length && _json[pair] == (byte)'\\' && _json[pair + 1] == (byte)'u'
                && ReadHex(pair + 2, out var low) && char.IsLowSurrogate(low);
            if (!isPair) return FailSyntax("a low surrogate behind a high one");
            _at += 6;
        }

        _at += 6;
        return true;
    }

    private readonly bool ReadHex(int at, out char unit)
    {
        unit = default;
        if (at + 4 > _json.Length) return false;
        if (!ushort.TryParse(_json.Slice(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        unit = (char)value;
        return true;
    }

    private bool Take(byte expected, string said)
    {
        if (_at >= _json.Length || _json[_at] != expected) return FailSyntax(said);
        _at++;
        return true;
    }

    private bool FailSyntax(string expected) =>
        Fail("json-syntax", "The text is not well-formed JSON.", "올바른 JSON 형식이 아닙니다.", expected);

    private bool Fail(string rule, string english, string korean, string expected)
    {
        var (line, column) = TextPosition.At(_json, _at);

        // Only the kind of character is said: the text around it may be about a person.
        var found = _at >= _json.Length ? "the end of the text" : _json[_at] is > 0x20 and < 0x7F and var letter ? $"'{(char)letter}'" : $"byte 0x{_json[_at]:X2}";
        _issue = Issue.Error("structure", rule, english, korean) with { Line = line, Column = column, Expected = expected, Found = found };
        return false;
    }

    private readonly Issue BadUtf8()
    {
        var at = 0;
        while (at < _json.Length && Rune.DecodeFromUtf8(_json[at..], out _, out var length) == OperationStatus.Done) at += length;
        var (line, column) = TextPosition.At(_json, at);
        return Issue.Error("structure", "json-utf8", "The text is not valid UTF-8.", "올바른 UTF-8 문자열이 아닙니다.") with
        {
            Line = line,
            Column = column,
            Expected = "UTF-8",
            Found = at < _json.Length ? $"byte 0x{_json[at]:X2}" : "a cut character",
        };
    }
}
