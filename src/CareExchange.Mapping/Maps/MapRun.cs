using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Maps;

/// <summary>Everything that belongs to one message while its map runs. One thread, one use; what it found may be read after it was disposed.</summary>
internal sealed class MapRun : IDisposable
{
    /// <summary>Groups may call each other; a circle ends here.</summary>
    private const int MaxDepth = 100;

    /// <summary>A hundred thousand rows under thirty rules each.</summary>
    private const int MaxSteps = 3_000_000;

    private readonly byte[] _sha256;
    private readonly int[] _occurrences;
    private readonly Stack<List<MapValue>> _lists = new();
    private Dictionary<(ElementBuilder Parent, ShapeVariant Variant, string Id), ElementBuilder>? _shared;
    private MapValue[] _stack = ArrayPool<MapValue>.Shared.Rent(256);
    private int _top;
    private int _highest;
    private int _depth;
    private int _steps;

    public MapRun(CompiledMap map, SourceMessage message, byte[] sha256, string? fileName, bool isPartial = false)
    {
        Map = map;
        Message = message;
        Issues = new(message, isPartial);
        Reads = new(message.Document.Utf8.Length);
        FileName = fileName;
        _sha256 = sha256;
        _occurrences = new int[map.UuidSites];
        Trace = new(map.TraceGuess);
    }

    public CompiledMap Map { get; }

    public SourceMessage Message { get; }

    public MapIssues Issues { get; }

    public SourceReads Reads { get; }

    public List<TraceStep> Trace { get; }

    public List<PendingReference> References { get; } = [];

    public string? FileName { get; }

    /// <summary>What expressions may reach: the map's value sets, and the other resources of the message.</summary>
    public IFhirPathHost Host => field ??= new MessageHost(Map.Context.Host!, Message.Document.Root);

    public string Sha256 => Convert.ToHexStringLower(_sha256);

    /// <summary>The rule that runs; traces and messages name it.</summary>
    public CompiledRule? Rule { get; set; }

    /// <summary>The element that the running rule matched, for messages and the trace.</summary>
    public Element Origin { get; set; }

    /// <summary>The number of that match, from 0.</summary>
    public int Index { get; set; }

    public ref MapValue this[int frame, int slot] => ref _stack[frame + slot];

    /// <summary>Room for a group's variables; null (and an issue) where groups call each other without end.</summary>
    public int? Push(int size)
    {
        if (_depth >= MaxDepth)
        {
            Report("processing", "map-recursion", "Groups of the map call each other without end.", "매핑 그룹이 서로를 끝없이 호출합니다.");
            return null;
        }

        _depth++;
        var frame = _top;
        _top += size;
        if (_top > _stack.Length) Grow();
        if (_top > _highest) _highest = _top;
        Array.Clear(_stack, frame, size);
        return frame;
    }

    public void Pop(int frame)
    {
        _top = frame;
        _depth--;
    }

    /// <summary>Gives the room for variables back, without what they held.</summary>
    public void Dispose()
    {
        var stack = _stack;
        _stack = [];
        if (stack.Length == 0) return;
        Array.Clear(stack, 0, _highest);
        ArrayPool<MapValue>.Shared.Return(stack);
    }

    private void Grow()
    {
        var larger = ArrayPool<MapValue>.Shared.Rent(Math.Max(_top, _stack.Length * 2));
        Array.Copy(_stack, larger, _highest);
        Array.Clear(_stack, 0, _highest);
        ArrayPool<MapValue>.Shared.Return(_stack);
        _stack = larger;
    }

    /// <summary>False once a map has run more rules than any message needs: several sources in one rule multiply.</summary>
    public bool Step()
    {
        if (++_steps < MaxSteps) return true;
        if (_steps == MaxSteps) Report("too-costly", "map-steps", "The map runs more rules for this message than allowed.", "이 메시지에 대해 실행할 수 있는 매핑 규칙 수를 넘었습니다.");
        return false;
    }

    public bool IsExhausted => _steps >= MaxSteps;

    public List<MapValue> RentList() => _lists.TryPop(out var list) ? list : [];

    public void Return(List<MapValue> list)
    {
        list.Clear();
        _lists.Push(list);
    }

    /// <summary>The node that rules share under a name, or null if this is the first to ask.</summary>
    public ElementBuilder? Shared(ElementBuilder parent, ShapeVariant variant, string id) =>
        _shared?.GetValueOrDefault((parent, variant, id))?.Current;

    public void Share(ElementBuilder parent, ShapeVariant variant, string id, ElementBuilder node) => (_shared ??= [])[(parent, variant, id)] = node;

    /// <summary>An error about the map's running, at the element it is about.</summary>
    public void Report(string code, string rule, string english, string korean, string? expected = null, string? found = null, Element at = default) =>
        Issues.Add(Named(Issue.Error(code, rule, english, korean) with { Expected = expected, Found = found }), Place(at));

    /// <summary>The issue with the group and rule of the map that was running.</summary>
    public Issue Named(Issue issue) => Rule is { Path: var path } ? issue with { English = $"{issue.English.TrimEnd('.')} ({path}).", Korean = $"{issue.Korean.TrimEnd('.')}({path})." } : issue;

    // What belongs to no element in particular is told of the message as a whole.
    private Element Place(Element at) => at.Exists ? at : Origin.Exists ? Origin : Message.Document.Root;

    public void Warn(string code, string rule, string english, string korean, string? expected = null, string? found = null, Element at = default) =>
        Issues.Add(Named(Issue.Warning(code, rule, english, korean) with { Expected = expected, Found = found }), at.Exists ? at : Origin);

    /// <summary>The same message, map, rule and occurrence give the same id: sending twice makes nothing new.</summary>
    public string Uuid(int site, ReadOnlySpan<byte> seed)
    {
        Span<byte> input = stackalloc byte[32 + 32 + 4];
        _sha256.CopyTo(input);
        seed.CopyTo(input[32..]);
        BinaryPrimitives.WriteInt32LittleEndian(input[64..], _occurrences[site]++);
        return Uuid(input);
    }

    /// <summary>An id from the message and a text, such as the request of an entry.</summary>
    public string Uuid(string name)
    {
        var length = 32 + Encoding.UTF8.GetMaxByteCount(name.Length);
        var bytes = length <= 1024 ? stackalloc byte[1024] : new byte[length];
        _sha256.CopyTo(bytes);
        return Uuid(bytes[..(32 + Encoding.UTF8.GetBytes(name, bytes[32..]))]);
    }

    // RFC 9562 version 8: the bits are ours, here a hash.
    private static string Uuid(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString("D");
    }
}
