// What touches the state of the whole process (environment, culture, JsonConvert.DefaultSettings, listeners, memory) is [NonParallelizable].
[assembly: Parallelizable(ParallelScope.Fixtures)]
