"""The one-station and the tandem case as an experienced SimPy user writes them.

The same models as scenarios/one-desk.toml and scenarios/tandem.toml, with random numbers of their
own. Prints what was measured as JSON: mean wait and mean time in the system with their standard
errors (by the method of batch means), and shipments per second of processor time.
"""

import argparse
import json
import math
import random
import time
from statistics import fmean, stdev

import simpy

MINUTE = 1 / 60
BATCHES = 20


def exponential(mean):
    rate = 1 / mean
    return lambda: random.expovariate(rate)


def lognormal(mean, sd):
    variance = math.log1p((sd / mean) ** 2)
    mu, sigma = math.log(mean) - variance / 2, math.sqrt(variance)
    return lambda: random.lognormvariate(mu, sigma)


def gamma(mean, shape):
    return lambda: random.gammavariate(shape, mean / shape)


class Station:
    def __init__(self, env, servers, service):
        self.servers = simpy.Resource(env, servers)
        self.service = service

    def serve(self, env):
        with self.servers.request() as request:
            yield request
            yield env.timeout(self.service())


class Results:
    def __init__(self, shipments, warmup):
        self.left = shipments
        self.warmup = warmup
        self.waits = []
        self.stays = []

    def note(self, lodged, begun, now):
        self.left -= 1
        if lodged >= self.warmup:
            self.waits.append(begun - lodged)
            self.stays.append(now - lodged)


def customer(env, servers, service, results):
    lodged = env.now
    with servers.request() as request:
        yield request
        begun = env.now
        yield env.timeout(service())
    results.note(lodged, begun, env.now)


def one_station(env, results):
    """M/M/1: 54 an hour, one server, one minute on average."""
    servers = simpy.Resource(env, 1)
    service = exponential(MINUTE)
    for _ in range(results.left):
        yield env.timeout(random.expovariate(54))
        env.process(customer(env, servers, service, results))


def shipment(env, stations, pay, results):
    lodged = env.now
    acceptance, optional, release = stations
    with acceptance.servers.request() as request:
        yield request
        begun = env.now
        yield env.timeout(acceptance.service())
    for share, station in optional:
        if random.random() < share:
            yield from station.serve(env)
    yield env.timeout(pay())
    yield from release.serve(env)
    results.note(lodged, begun, env.now)


def tandem(env, results):
    """Five stations and a payment delay, 100 an hour."""
    stations = (
        Station(env, 10, exponential(4 * MINUTE)),
        [
            (0.10, Station(env, 2, lognormal(8 * MINUTE, 4 * MINUTE))),
            (0.05, Station(env, 8, gamma(60 * MINUTE, 2))),
            (0.20, Station(env, 12, lognormal(30 * MINUTE, 20 * MINUTE))),
        ],
        Station(env, 4, exponential(MINUTE)),
    )
    pay = exponential(6)
    for _ in range(results.left):
        yield env.timeout(random.expovariate(100))
        env.process(shipment(env, stations, pay, results))


def batch_means(values):
    """Mean and its standard error. Each batch is long against the memory of the queue."""
    size = len(values) // BATCHES
    means = [fmean(values[k * size : (k + 1) * size]) for k in range(BATCHES)]
    return fmean(values), stdev(means) / math.sqrt(BATCHES)


def run(model, shipments, warmup, seed):
    random.seed(seed)
    env = simpy.Environment()
    results = Results(shipments, warmup)
    began = time.process_time()
    env.process(model(env, results))
    env.run()
    seconds = time.process_time() - began
    assert results.left == 0
    wait, wait_error = batch_means(results.waits)
    stay, stay_error = batch_means(results.stays)
    return {
        "shipments": shipments,
        "shipments_per_s": shipments / seconds,
        "wait_h": wait,
        "wait_h_error": wait_error,
        "stay_h": stay,
        "stay_h_error": stay_error,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shipments", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(json.dumps({
        model.__name__: run(model, arguments.shipments, 5 * 24, arguments.seed)
        for model in (one_station, tandem)
    }))


if __name__ == "__main__":
    main()
