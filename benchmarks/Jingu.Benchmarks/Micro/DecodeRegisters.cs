using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Jingu.Modbus.Planning;
using Jingu.Modbus.Profiles;

namespace Jingu.Benchmarks.Micro;

/// <summary>What does it cost to make a reading of the registers a meter has answered with?</summary>
[MemoryDiagnoser]
public class DecodeRegisters
{
    private ReadPlan _plan = null!;
    private ImmutableArray<ushort>?[] _answers = null!;

    [Params("eastron-sdm630", "acrel-adw300", "sunspec-103", "xintai-water")]
    public string Profile { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        var profile = ProfileCatalogue.Find(Profile)!;
        _plan = profile.SunSpec is null ? ReadPlan.For(profile, 1) : ReadPlan.ForModelAt(40069, profile, 1);
        var random = new Random(2017);
        _answers = [.. _plan.Requests.Select(request => (ImmutableArray<ushort>?)Enumerable.Range(0, request.Count)
            .Select(_ => (ushort)random.Next(0x4000, 0x4800)).ToImmutableArray())];
        foreach (var register in profile.Registers)
        {
            if (register.ScaleFactorAddress is { } address)
                _answers[0] = _answers[0]!.Value.SetItem(address + 40069 - _plan.Requests[0].Address, 1);
        }
    }

    [Benchmark]
    public ImmutableArray<long?> Decode() => _plan.Decode(_answers);
}
