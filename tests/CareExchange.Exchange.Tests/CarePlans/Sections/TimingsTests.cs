using System.Text;
using CareExchange.Exchange.CarePlans.Sections;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class TimingsTests
{
    [Theory]
    [InlineData("{'repeat':{'frequency':3,'period':1,'periodUnit':'wk','dayOfWeek':['mon','wed','fri']}}", "주 3회 (월·수·금)", "3 times a week (Mon, Wed, Fri)")]
    [InlineData("{'repeat':{'frequency':1,'period':1,'periodUnit':'d'}}", "매일 1회", "once a day")]
    [InlineData("{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}}", "하루 3회", "3 times a day")]
    [InlineData("{'repeat':{'frequency':2,'period':1,'periodUnit':'mo'}}", "월 2회", "twice a month")]
    [InlineData("{'repeat':{'frequency':1,'period':2,'periodUnit':'wk'}}", "2주에 1회", "once every 2 weeks")]
    [InlineData("{'repeat':{'frequency':2,'frequencyMax':3,'period':1,'periodUnit':'wk'}}", "주 2~3회", "2–3 times a week")]
    [InlineData("{'repeat':{'frequency':1,'period':4,'periodUnit':'h'}}", "4시간마다 1회", "once every 4 h")]
    [InlineData("{'repeat':{'frequency':1,'period':1,'periodUnit':'a'}}", "연 1회", "once a year")]
    [InlineData("{'repeat':{'frequency':1,'period':1,'periodUnit':'d','when':['HS']}}", "매일 1회 자기 전", "once a day, bedtime")]
    [InlineData("{'repeat':{'frequency':1,'period':1,'periodUnit':'wk','timeOfDay':['09:30:00']}}", "주 1회 09:30", "once a week, at 09:30")]
    [InlineData("{'repeat':{'dayOfWeek':['tue','thu']}}", "매주 화·목", "every Tue, Thu")]
    [InlineData("{'repeat':{'count':10}}", "모두 10회", "10 times in all")]
    [InlineData("{'code':{'coding':[{'code':'BID'}]}}", "하루 2회", "twice a day")]
    [InlineData("{'code':{'text':'필요할 때'}}", "필요할 때", null)]
    public void A_timing_is_said_as_people_say_it(string json, string korean, string? english)
    {
        var phrase = Timings.Frequency(Timing(json));

        Assert.Equal((korean, english), (phrase?.Korean, phrase?.English));
    }

    [Theory]
    [InlineData("{'repeat':{'duration':3,'durationUnit':'h'}}", "1회 3시간")]
    [InlineData("{'repeat':{'duration':30,'durationMax':60,'durationUnit':'min'}}", "1회 30~60분")]
    [InlineData("{'repeat':{'frequency':1}}", null)]
    public void A_duration_is_told_per_time(string json, string? korean) => Assert.Equal(korean, Timings.Duration(Timing(json))?.Korean);

    [Theory]
    [InlineData("{}")]
    [InlineData("{'repeat':{'frequency':0,'period':0,'periodUnit':'wk'}}")]
    [InlineData("{'repeat':{'frequency':1,'period':1,'periodUnit':'fortnight'}}")]
    [InlineData("{'repeat':{'dayOfWeek':['someday']}}")]
    public void A_timing_that_says_nothing_usable_gives_no_words(string json) => Assert.Null(Timings.Frequency(Timing(json)));

    private static Element Timing(string json) =>
        FhirDocument.Parse(Encoding.UTF8.GetBytes($"{{'resourceType':'ServiceRequest','occurrenceTiming':{json}}}".Replace('\'', '"')), Schema.R4).Value!.Root["occurrence"];
}
