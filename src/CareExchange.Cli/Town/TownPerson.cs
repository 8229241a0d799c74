using System.Globalization;

namespace CareExchange.Cli.Town;

/// <summary>One fictional person of a town. The same seed and number give the same person, whatever the size of the town.</summary>
internal sealed class TownPerson
{
    private static readonly string[] Surnames = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신", "권", "황", "안", "송", "류", "홍"];
    private static readonly string[] Given = ["가온", "나래", "다온", "라온", "마루", "바다", "새봄", "아람", "자람", "차오", "한결", "해솔", "여울", "보람", "누리", "미르", "이든", "하람", "온유", "시온", "단비", "도담", "로운", "벼리", "사랑", "슬기", "아름", "은별", "찬솔", "늘봄"];
    private static readonly string[] Dongs = ["홍제동", "홍은동", "남가좌동", "북가좌동", "연희동", "신촌동", "북아현동", "천연동"];

    private ulong _state;

    /// <summary>Draws the person.</summary>
    /// <param name="seed">The town's seed.</param>
    /// <param name="number">From 1.</param>
    public TownPerson(ulong seed, int number)
    {
        Number = number;
        _state = (seed * 0x9E3779B97F4A7C15) ^ (ulong)number;
        Next(2);
        Pattern = TownPattern.All[Next(TownPattern.All.Count)];
        Name = $"{Surnames[Next(Surnames.Length)]}{Given[Next(Given.Length)]}(가명)";
        var age = Math.Max(1, Pattern.Age + Next(9) - 4);
        BirthDate = new DateOnly(2026 - age, 1 + Next(12), 1 + Next(28));
        IsFemale = (Pattern.Sex == "F") != (Next(4) == 0);
        Dong = Dongs[Next(Dongs.Length)];
        Street = string.Create(CultureInfo.InvariantCulture, $"예시길 {1 + Next(400)}, {1 + Next(12)}{Next(10):00}호 ({Dong})");
        ReceivedOn = new DateOnly(2026, 1, 1).AddDays(Next(300));
    }

    public int Number { get; }

    public TownPattern Pattern { get; }

    public string Name { get; }

    public DateOnly BirthDate { get; }

    public bool IsFemale { get; }

    public string Dong { get; }

    /// <summary>The address below the district.</summary>
    public string Street { get; }

    public string Address => $"서울특별시 서대문구 {Street}";

    public DateOnly ReceivedOn { get; }

    public string Phone => string.Create(CultureInfo.InvariantCulture, $"010-0{Number % 1000:000}-{Number / 1000 % 10000:0000}");

    public string CaseNo => string.Create(CultureInfo.InvariantCulture, $"TOWN-{Number:0000000}");

    public int Score => Pattern.Prescreen.Sum();

    /// <summary>What the eight questions lead to, as the municipality writes it.</summary>
    public string PrescreenResult => Score >= 4 ? "판정" : Score >= 2 ? "자체" : "안내";

    // SplitMix64: its sequence is fixed for ever, which that of the framework's generator is not.
    private int Next(int below)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
    }
}
